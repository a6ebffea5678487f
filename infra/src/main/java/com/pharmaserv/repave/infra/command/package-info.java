/** What the platform team runs beside Pulumi itself. */
@NullMarked
package com.pharmaserv.repave.infra.command;

import org.jspecify.annotations.NullMarked;
