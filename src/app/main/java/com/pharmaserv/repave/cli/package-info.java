/** The commands, and the one class that wires providers to the engine. */
@NullMarked
package com.pharmaserv.repave.cli;

import org.jspecify.annotations.NullMarked;
