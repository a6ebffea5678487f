package com.pharmaserv.repave.model;

import java.time.Instant;

/**
 * The right to act on a fleet.
 *
 * @param epoch rises with every change of holder; a provider refuses a lower one
 * @param until when the right ends unless it is renewed
 */
public record Lease(FleetId fleet, String holder, long epoch, Instant since, Instant until) {}
