/** What the platform team runs in addition to Pulumi itself. */
@NullMarked
package com.pharmaserv.repave.infra.command;

import org.jspecify.annotations.NullMarked;
