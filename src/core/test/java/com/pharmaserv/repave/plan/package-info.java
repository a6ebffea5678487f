/** The deciders, claim by claim, without any I/O. */
@NullMarked
package com.pharmaserv.repave.plan;

import org.jspecify.annotations.NullMarked;
