package com.pharmaserv.repave.aws.twin.watch;

import com.pharmaserv.repave.aws.twin.wire.Params;
import java.time.Instant;

/**
 * An alarm of a metric, or one of other alarms.
 *
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param reason of the state
 * @param since when it got that state
 * @param putAt when its settings were put
 * @param given its settings, as they were put
 */
public record Alarm(
    String name, String state, String reason, Instant since, Instant putAt, Params given) {
  /** Whether other alarms decide it. */
  boolean composite() {
    return given.has("AlarmRule");
  }

  Alarm turned(String next, String why, Instant at) {
    return new Alarm(name, next, why, at, putAt, given);
  }
}
