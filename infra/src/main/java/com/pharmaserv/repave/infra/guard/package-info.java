/** Noticing what is out of place, and reacting. */
@NullMarked
package com.pharmaserv.repave.infra.guard;

import org.jspecify.annotations.NullMarked;
