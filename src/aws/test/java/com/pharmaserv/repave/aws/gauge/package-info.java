@NullMarked
package com.pharmaserv.repave.aws.gauge;

import org.jspecify.annotations.NullMarked;
