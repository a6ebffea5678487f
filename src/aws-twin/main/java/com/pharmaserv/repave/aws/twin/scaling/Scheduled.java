package com.pharmaserv.repave.aws.twin.scaling;

import java.time.Instant;
import java.util.Optional;

/**
 * A scheduled action. One with a recurrence is kept but not followed.
 *
 * @param number tells two actions apart that replaced one another
 */
record Scheduled(
    String group,
    String name,
    String arn,
    Optional<Instant> start,
    Optional<Instant> end,
    Optional<String> recurrence,
    Optional<String> timeZone,
    Optional<Integer> min,
    Optional<Integer> max,
    Optional<Integer> desired,
    String number) {}
