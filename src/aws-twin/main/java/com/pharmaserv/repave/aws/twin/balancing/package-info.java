/** Elastic Load Balancing v2: rules, weights, target health, and the requests that follow them. */
@NullMarked
package com.pharmaserv.repave.aws.twin.balancing;

import org.jspecify.annotations.NullMarked;
