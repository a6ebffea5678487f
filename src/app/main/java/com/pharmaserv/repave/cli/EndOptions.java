package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.Units;
import com.pharmaserv.repave.operation.RequestException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When something ends by itself. */
final class EndOptions {
  /** What is to last longer has no end. */
  private static final Duration LONGEST = Duration.ofDays(366);

  @Option(
      names = "--for",
      paramLabel = "TIME",
      description = "Ends by itself after that time, such as 12h or 7d, up to 366d.")
  @Nullable String span;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description = {
        "Ends by itself after that day (2026-12-24, in the environment's zone), or",
        "at that time (2026-12-24T08:00Z). Default: it does not end by itself."
      })
  @Nullable String until;

  /**
   * The instant; empty if there is no end.
   *
   * @param zone whose days are meant
   */
  Optional<Instant> instant(Instant now, ZoneId zone) throws RequestException {
    if (span != null && until != null) {
      throw new RequestException(
          "--for %s and --until %s both say when it ends; give one".formatted(span, until));
    }
    if (span != null) {
      return Optional.of(after(span, now));
    }
    return until == null ? Optional.empty() : Optional.of(at(until, now, zone));
  }

  private static Instant after(String span, Instant now) throws RequestException {
    Duration length =
        Units.duration(span)
            .filter(time -> !time.isZero() && time.compareTo(LONGEST) <= 0)
            .orElseThrow(
                () ->
                    new RequestException(
                        "--for '%s' must be a number and a unit, such as 12h or 7d, up to 366d"
                            .formatted(span)));
    Instant end = now.plus(length).truncatedTo(ChronoUnit.SECONDS);
    return end.isAfter(now) ? end : end.plusSeconds(1);
  }

  private static Instant at(String until, Instant now, ZoneId zone) throws RequestException {
    Instant end = parsed(until, zone);
    if (!end.isAfter(now)) {
      throw new RequestException("--until %s is over already: it means %s".formatted(until, end));
    }
    if (end.isAfter(now.plus(LONGEST))) {
      throw new RequestException(
          "--until %s is more than 366 days ahead; leave it out, and it does not end by itself"
              .formatted(until));
    }
    return end;
  }

  private static Instant parsed(String until, ZoneId zone) throws RequestException {
    try {
      return until.indexOf('T') < 0
          ? LocalDate.parse(until).plusDays(1).atStartOfDay(zone).toInstant()
          : OffsetDateTime.parse(until).toInstant();
    } catch (DateTimeException none) {
      throw new RequestException(
          "--until '%s' must be a date such as 2026-12-24, or a time such as 2026-12-24T08:00Z"
              .formatted(until));
    }
  }
}
