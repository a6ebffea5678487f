/** The production engine and the production aws provider, on the double of AWS. */
@NullMarked
package com.pharmaserv.repave.aws.simulation;

import org.jspecify.annotations.NullMarked;
