/**
 * The decider of rotations: which fleets are stale and why, and which of them may be rolled now.
 * Pure, as the rollout's; a rollout is one step here.
 */
@NullMarked
package com.pharmaserv.repave.rotation;

import org.jspecify.annotations.NullMarked;
