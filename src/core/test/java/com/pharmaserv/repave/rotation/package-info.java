/** What the rotation's decider claims, and simulated years of whole fleets under it. */
@NullMarked
package com.pharmaserv.repave.rotation;

import org.jspecify.annotations.NullMarked;
