package com.pharmaserv.repave.model;

import java.time.Instant;

/** Why nothing more happens now: what for, since when, until when, and what happens then. */
public record Wait(String what, Instant since, Instant until, String then) {}
