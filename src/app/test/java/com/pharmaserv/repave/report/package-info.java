/** Tests of what people read; the expected texts are files under {@code report/}. */
@NullMarked
package com.pharmaserv.repave.report;

import org.jspecify.annotations.NullMarked;
