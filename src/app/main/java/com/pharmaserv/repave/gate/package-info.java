/** Commands of gates, run as child processes. */
@NullMarked
package com.pharmaserv.repave.gate;

import org.jspecify.annotations.NullMarked;
