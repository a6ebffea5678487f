/** What fleets are made from, and what is handed over to the rollout tool. */
@NullMarked
package com.pharmaserv.repave.infra.fleet;

import org.jspecify.annotations.NullMarked;
