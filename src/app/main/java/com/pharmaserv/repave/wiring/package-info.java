/** The one place that knows providers: ties them to the ports that everything else sees. */
@NullMarked
package com.pharmaserv.repave.wiring;

import org.jspecify.annotations.NullMarked;
