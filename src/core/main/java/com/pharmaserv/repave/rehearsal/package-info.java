/** Plays rollouts in the simulated cloud: for people who try a policy, and for the tests. */
@NullMarked
package com.pharmaserv.repave.rehearsal;

import org.jspecify.annotations.NullMarked;
