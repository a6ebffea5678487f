/** What the rollout tool itself needs: journal, evidence, a place to bake, a schedule. */
@NullMarked
package com.pharmaserv.repave.infra.repave;

import org.jspecify.annotations.NullMarked;
