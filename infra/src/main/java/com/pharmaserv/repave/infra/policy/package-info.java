/** What must hold for every resource, as rules over views that do not care where they come from. */
@NullMarked
package com.pharmaserv.repave.infra.policy;

import org.jspecify.annotations.NullMarked;
