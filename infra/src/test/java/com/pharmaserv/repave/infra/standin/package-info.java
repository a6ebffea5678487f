/**
 * A provider of AWS that a real Pulumi engine talks to: a process that keeps its cloud in files.
 */
@NullMarked
package com.pharmaserv.repave.infra.standin;

import org.jspecify.annotations.NullMarked;
