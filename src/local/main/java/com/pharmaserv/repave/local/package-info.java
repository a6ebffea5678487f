/** This machine as a small cloud: processes, slots, a TLS load balancer. */
@NullMarked
package com.pharmaserv.repave.local;

import org.jspecify.annotations.NullMarked;
