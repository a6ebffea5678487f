/** The judge of the core: the production engine in simulated worlds, with every kind of fault. */
@NullMarked
package com.pharmaserv.repave.simulation;

import org.jspecify.annotations.NullMarked;
