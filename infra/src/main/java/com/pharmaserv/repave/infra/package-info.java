/** The Pulumi program: everything of an environment that Repave itself does not own. */
@NullMarked
package com.pharmaserv.repave.infra;

import org.jspecify.annotations.NullMarked;
