/** Plays rollouts in the simulated cloud: for people who try a policy, and for the tests. */
@NullMarked
package com.pharmaserv.repave.cli.rehearsal;

import org.jspecify.annotations.NullMarked;
