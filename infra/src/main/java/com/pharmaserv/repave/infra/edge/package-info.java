/** Where requests come in: load balancer, firewall, routes of the fleets. */
@NullMarked
package com.pharmaserv.repave.infra.edge;

import org.jspecify.annotations.NullMarked;
