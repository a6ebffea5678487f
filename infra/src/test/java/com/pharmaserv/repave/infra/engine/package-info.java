/** The program under the real Pulumi engine, with the stand-in of AWS behind it. */
@NullMarked
package com.pharmaserv.repave.infra.engine;

import org.jspecify.annotations.NullMarked;
