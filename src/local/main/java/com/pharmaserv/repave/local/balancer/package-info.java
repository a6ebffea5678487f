/** The data plane of the local provider: a TLS load balancer with weighted slots. */
@NullMarked
package com.pharmaserv.repave.local.balancer;

import org.jspecify.annotations.NullMarked;
