/** Machines of the local cloud: operating system processes and everything around them. */
@NullMarked
package com.pharmaserv.repave.local.machine;

import org.jspecify.annotations.NullMarked;
