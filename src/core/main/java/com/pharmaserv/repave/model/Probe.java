package com.pharmaserv.repave.model;

/** One look at the candidate through the test route: whether it passed, and what was seen. */
public record Probe(boolean passed, String detail) {}
