/**
 * What the tool's role may do on AWS, stated once: {@code Chapter} has the grants, each with its
 * actions, the things that it is about and its conditions; {@code Reach} and {@code Things} put in
 * what an environment's own things are called.
 *
 * <p>Which actions know which resources and keys is from the service authorization reference. An
 * action that stands in two grants is allowed by either.
 */
@NullMarked
package com.pharmaserv.repave.permission;

import org.jspecify.annotations.NullMarked;
