/** Runs the program without an engine and without AWS, and shows what it would ask Pulumi for. */
@NullMarked
package com.pharmaserv.repave.infra.dryrun;

import org.jspecify.annotations.NullMarked;
