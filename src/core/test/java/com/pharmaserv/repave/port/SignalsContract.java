package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Signal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Signals} must do. */
public abstract class SignalsContract {
  protected static final FleetId FLEET = new FleetId("local-eu", "app");
  protected static final FleetId OTHER = new FleetId("local-eu", "web");

  /** Whether one subject serves many fleets. */
  protected boolean manyFleets = true;

  private Signals signals;

  /** A fresh subject with an empty inbox. */
  protected abstract Signals createSubject() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    signals = createSubject();
  }

  @Test
  void beginsEmpty() throws Exception {
    assertThat(signals.pending(FLEET, 0)).isEmpty();
  }

  @Test
  void givesBackWhatWasPosted() throws Exception {
    Signal posted = signals.post(FLEET, Signal.Kind.PAUSE, "ada", "the \"lunch\"\nbreak, grüße");

    assertThat(posted.kind()).isEqualTo(Signal.Kind.PAUSE);
    assertThat(posted.by()).isEqualTo("ada");
    assertThat(posted.text()).isEqualTo("the \"lunch\"\nbreak, grüße");
    assertThat(signals.pending(FLEET, 0)).containsExactly(posted);
    assertThat(signals.pending(FLEET, 0)).as("looking removes nothing").containsExactly(posted);
  }

  @Test
  void numbersEverySignalAboveAllEarlierOnes() throws Exception {
    long last = 0;
    for (Signal.Kind kind : Signal.Kind.values()) {
      Signal posted = signals.post(FLEET, kind, "ada", "");
      assertThat(posted.number()).isGreaterThan(last);
      last = posted.number();
    }
    assertThat(signals.pending(FLEET, 0))
        .extracting(Signal::kind)
        .containsExactly(Signal.Kind.values());
  }

  @Test
  void showsOnlyWhatIsAboveTheLastOneSeen() throws Exception {
    Signal first = signals.post(FLEET, Signal.Kind.PAUSE, "ada", "");
    Signal second = signals.post(FLEET, Signal.Kind.RESUME, "bob", "");

    assertThat(signals.pending(FLEET, first.number())).containsExactly(second);
    assertThat(signals.pending(FLEET, second.number())).isEmpty();
    Signal third = signals.post(FLEET, Signal.Kind.ABORT, "ada", "");
    assertThat(signals.pending(FLEET, second.number())).containsExactly(third);
  }

  @Test
  void keepsAHundredUnheardSignals() throws Exception {
    for (int i = 0; i < 100; i++) {
      signals.post(FLEET, Signal.Kind.PAUSE, "ada", "number " + i);
    }

    assertThat(signals.pending(FLEET, 0)).hasSize(100);
  }

  @Test
  void keepsFleetsApart() throws Exception {
    if (manyFleets) {
      Signal posted = signals.post(FLEET, Signal.Kind.PAUSE, "ada", "");

      assertThat(signals.pending(OTHER, 0)).isEmpty();
      assertThat(signals.pending(FLEET, 0)).containsExactly(posted);
    }
  }
}
