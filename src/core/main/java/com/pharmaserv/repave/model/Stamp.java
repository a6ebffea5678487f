package com.pharmaserv.repave.model;

/**
 * What every effect carries, so that a provider can refuse a writer that lost its lease and so that
 * a repeated request is the same request.
 *
 * @param intent number of the intent's journal record
 */
public record Stamp(RolloutId rollout, String holder, long epoch, long intent) {}
