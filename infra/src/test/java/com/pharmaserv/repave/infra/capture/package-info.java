/** Runs the program without AWS and shows what it asked Pulumi for. */
@NullMarked
package com.pharmaserv.repave.infra.capture;

import org.jspecify.annotations.NullMarked;
