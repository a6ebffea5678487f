package com.pharmaserv.repave.model;

import java.time.Instant;

/** An image that was taken out of use, by whom and when; it can be restored. */
public record Withdrawn(Image withdrawnImage, String by, Instant at) {}
