/** Logs: to one place, locked. */
@NullMarked
package com.pharmaserv.repave.infra.log;

import org.jspecify.annotations.NullMarked;
