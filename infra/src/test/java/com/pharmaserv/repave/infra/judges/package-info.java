/** What others wrote, asked about what the stacks hold: see {@code infra/judges}. */
@NullMarked
package com.pharmaserv.repave.infra.judges;

import org.jspecify.annotations.NullMarked;
