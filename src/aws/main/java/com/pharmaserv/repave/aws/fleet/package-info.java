/** Generations as Auto Scaling groups, and the weights of a load balancer's forward actions. */
@NullMarked
package com.pharmaserv.repave.aws.fleet;

import org.jspecify.annotations.NullMarked;
