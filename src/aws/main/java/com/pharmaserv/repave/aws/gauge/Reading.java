package com.pharmaserv.repave.aws.gauge;

import java.time.Duration;
import java.util.Optional;

/**
 * What CloudWatch has of one target group over a window.
 *
 * @param failures answers of 500 and above by machines, and connections to machines that failed
 * @param p50 median of the time to the answer's beginning; empty where no machine answered
 */
record Reading(long requests, long failures, Optional<Duration> p50, Optional<Duration> p99) {}
