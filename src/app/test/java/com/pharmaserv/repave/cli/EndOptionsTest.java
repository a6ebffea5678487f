package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.operation.RequestException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a hold ends by itself, as people write it. */
class EndOptionsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00.5Z");

  private static Optional<Instant> end(@Nullable String span, @Nullable String until, String zone)
      throws RequestException {
    EndOptions options = new EndOptions();
    options.span = span;
    options.until = until;
    return options.instant(NOW, ZoneId.of(zone));
  }

  @ParameterizedTest(name = "--for {0}: {1}")
  @CsvSource({
    "7d,   2026-12-07T10:00:00Z",
    "12h,  2026-11-30T22:00:00Z",
    "1ms,  2026-11-30T10:00:01Z",
    "366d, 2027-12-01T10:00:00Z",
  })
  void readsSpans(String span, Instant end) throws RequestException {
    assertThat(end(span, null, "UTC")).contains(end);
  }

  /** A day is the whole day, as in a freeze, on the clock of the environment. */
  @ParameterizedTest(name = "--until {0} in {1}: {2}")
  @CsvSource({
    "2026-12-24,             UTC,               2026-12-25T00:00:00Z",
    "2026-12-24,             Europe/Berlin,     2026-12-24T23:00:00Z",
    "2026-12-24,             America/New_York,  2026-12-25T05:00:00Z",
    "2026-11-30,             UTC,               2026-12-01T00:00:00Z",
    // Midnight does not exist on the day after.
    "2027-09-04,             America/Santiago,  2027-09-05T04:00:00Z",
    "2026-12-24T08:00Z,      Europe/Berlin,     2026-12-24T08:00:00Z",
    "2026-12-24T08:00+01:00, UTC,               2026-12-24T07:00:00Z",
  })
  void readsDaysAndTimes(String until, String zone, Instant end) throws RequestException {
    assertThat(end(null, until, zone)).contains(end);
  }

  @Test
  void hasNoEndWhereNoneIsGiven() throws RequestException {
    assertThat(end(null, null, "UTC")).isEmpty();
  }

  @ParameterizedTest(name = "--for {0}")
  @ValueSource(strings = {"", "7", "0d", "0ms", "367d", "999999999d", "-1d", "7 d", "1w", "1.5d"})
  void refusesOtherSpans(String span) {
    assertThatThrownBy(() -> end(span, null, "UTC"))
        .isInstanceOf(RequestException.class)
        .hasMessage("--for '%s' must be a number and a unit, such as 12h or 7d, up to 366d", span);
  }

  @ParameterizedTest(name = "--until {0}")
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-13-01",
        "2026-02-30",
        "2026-12-24T08:00",
        "24.12.2026",
        "2026-12-24T25:00Z",
        "+999999999-12-31",
        "+999999999-12-31T23:59:59Z"
      })
  void refusesWhatIsNoDay(String until) {
    assertThatThrownBy(() -> end(null, until, "UTC"))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("--until ");
  }

  @Test
  void refusesWhatIsOverOrFarAwayOrSaidTwice() {
    assertThatThrownBy(() -> end(null, "2026-11-29", "UTC"))
        .hasMessage("--until 2026-11-29 is over already: it means 2026-11-30T00:00:00Z");
    assertThatThrownBy(() -> end(null, "2062-12-24", "UTC"))
        .hasMessageContaining("more than 366 days ahead");
    assertThatThrownBy(() -> end("1d", "2026-12-24", "UTC")).hasMessageContaining("give one");
  }
}
