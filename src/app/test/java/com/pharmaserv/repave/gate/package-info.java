/** The commands, in this process and as real ones, and rollouts with real processes. */
@NullMarked
package com.pharmaserv.repave.gate;

import org.jspecify.annotations.NullMarked;
