package com.pharmaserv.repave.model;

/**
 * What every effect carries, so that a provider can refuse a writer that lost its lease and so that
 * a repeated request is the same request.
 *
 * @param intent the intent's journal record: what the provider has acted on, no journal may lack
 */
public record Stamp(RolloutId rollout, String holder, long epoch, Head intent) {}
