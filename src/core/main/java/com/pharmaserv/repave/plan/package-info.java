/** The deciders: pure functions from facts to decisions. No clock, randomness, threads or I/O. */
@NullMarked
package com.pharmaserv.repave.plan;

import org.jspecify.annotations.NullMarked;
