/** Rollouts told as text: a fleet, a script of events, and the whole course that follows. */
@NullMarked
package com.pharmaserv.repave.story;

import org.jspecify.annotations.NullMarked;
