/** STS: who is calling. */
@NullMarked
package com.pharmaserv.repave.aws.twin.identity;

import org.jspecify.annotations.NullMarked;
