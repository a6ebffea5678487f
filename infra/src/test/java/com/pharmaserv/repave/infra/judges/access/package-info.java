/** The policies of a dry run before an evaluation engine that others wrote. */
@NullMarked
package com.pharmaserv.repave.infra.judges.access;

import org.jspecify.annotations.NullMarked;
