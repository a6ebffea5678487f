/** The demonstration: real rollouts on this machine under a load that is measured exactly. */
@NullMarked
package com.pharmaserv.repave.demo;

import org.jspecify.annotations.NullMarked;
