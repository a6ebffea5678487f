package com.pharmaserv.repave.model;

import java.time.Instant;

/** A person's word that a fleet is to be no more. */
public record TornDown(Reason why, Instant at) {}
