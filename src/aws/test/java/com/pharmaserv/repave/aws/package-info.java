/** Tests of the provider's wiring. */
@NullMarked
package com.pharmaserv.repave.aws;

import org.jspecify.annotations.NullMarked;
