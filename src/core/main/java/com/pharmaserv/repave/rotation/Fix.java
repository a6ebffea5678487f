package com.pharmaserv.repave.rotation;

import com.pharmaserv.repave.model.Urgency;
import java.time.Instant;

/**
 * A fix that a newer image has and a fleet lacks.
 *
 * @param advisory its id, for example CVE-2026-1234
 * @param published when the fix could be had; deadlines count from here
 */
public record Fix(String advisory, Urgency urgency, Instant published) {}
