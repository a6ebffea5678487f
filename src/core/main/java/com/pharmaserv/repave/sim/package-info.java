/** A whole simulated cloud from one seed: virtual clock, machines, faults. */
@NullMarked
package com.pharmaserv.repave.sim;

import org.jspecify.annotations.NullMarked;
