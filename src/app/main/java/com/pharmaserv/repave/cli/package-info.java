/** The command line: parses, asks for one operation, prints its answer. */
@NullMarked
package com.pharmaserv.repave.cli;

import org.jspecify.annotations.NullMarked;
