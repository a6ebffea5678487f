package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A machine that is kept apart for forensics. It is its fleet's no more: no look at the fleet shows
 * it, and nothing of this tool ends it.
 *
 * @param machine by the provider's name
 * @param generation which it was taken out of
 * @param since empty if whoever took it out did not say when
 * @param by who wanted it; empty if the infrastructure's own reaction took it out
 * @param reason in their words
 */
public record Quarantined(
    String machine,
    GenerationId generation,
    Optional<Instant> since,
    Optional<String> by,
    String reason) {}
