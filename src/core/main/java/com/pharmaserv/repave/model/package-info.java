/**
 * Immutable values: ids, recipes, images, fleets, generations, policies, rollout states. Knows only
 * the language.
 */
@NullMarked
package com.pharmaserv.repave.model;

import org.jspecify.annotations.NullMarked;
