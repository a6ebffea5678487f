/** Compares the double's answers with those of moto, field by field. */
@NullMarked
package com.pharmaserv.repave.aws.twin.comparison;

import org.jspecify.annotations.NullMarked;
