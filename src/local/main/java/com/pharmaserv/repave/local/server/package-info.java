/** The local cloud itself: state, the loop that keeps it true, and the control API. */
@NullMarked
package com.pharmaserv.repave.local.server;

import org.jspecify.annotations.NullMarked;
