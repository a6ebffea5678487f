/**
 * The engine, claim by claim, in a simulated cloud and with a decider that says what it is told.
 */
@NullMarked
package com.pharmaserv.repave.engine;

import org.jspecify.annotations.NullMarked;
