/** Holds mutation testing to its list: run by the Maven profile {@code mutation}, not by tests. */
@NullMarked
package com.pharmaserv.repave.mutation;

import org.jspecify.annotations.NullMarked;
