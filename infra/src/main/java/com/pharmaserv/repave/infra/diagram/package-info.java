/** A picture of a stack, drawn from its resources. */
@NullMarked
package com.pharmaserv.repave.infra.diagram;

import org.jspecify.annotations.NullMarked;
