package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Gauges} must do. */
public abstract class GaugesContract {
  private Subject subject;

  /** A provider with one routed fleet that nothing has been rolled to, and a usable image. */
  public interface Subject {
    Fleets fleets();

    Traffic traffic();

    Gauges gauges();

    Fleet fleet();

    ImageId image();

    Instant now();

    /** Waits for what machines do by themselves; on a simulated clock that takes no time. */
    void until(String what, Callable<Boolean> condition) throws Exception;
  }

  protected abstract Subject createSubject() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    subject = createSubject();
  }

  @Test
  void countsNothingForAGenerationThatDoesNotExist() throws Exception {
    Instant since = subject.now();
    Measurement measured = subject.gauges().measure(subject.fleet(), generation(9), since);

    assertThat(measured.requests()).isZero();
    assertThat(measured.failures()).isZero();
    assertThat(measured.since()).isAfterOrEqualTo(since);
    assertThat(measured.until()).isAfterOrEqualTo(measured.since());
  }

  @Test
  void countsNothingWhereNobodyAsked() throws Exception {
    launch(1, Slot.BLUE);

    Measurement measured =
        subject.gauges().measure(subject.fleet(), generation(1), subject.now().minusSeconds(120));
    assertThat(measured.requests()).isZero();
    assertThat(measured.failurePercent()).isZero();
  }

  @Test
  void theProbeFailsAndSaysWhyWhileTheSlotUnderTestIsEmpty() throws Exception {
    point(Slot.GREEN);

    Probe probe = subject.gauges().probe(subject.fleet());
    assertThat(probe.passed()).isFalse();
    assertThat(probe.detail()).isNotBlank();
  }

  @Test
  void theProbeAsksTheSlotUnderTestAndNoOther() throws Exception {
    launch(1, Slot.BLUE);
    serving(1);

    point(Slot.GREEN);
    subject.until("green is empty", () -> !subject.gauges().probe(subject.fleet()).passed());
    assertThat(subject.gauges().probe(subject.fleet()).passed()).isFalse();
    point(Slot.BLUE);
    subject.until("blue answers", () -> subject.gauges().probe(subject.fleet()).passed());
    assertThat(subject.gauges().probe(subject.fleet()).detail()).contains("200");
  }

  @Test
  void readsNoAlarmWhereNoneIsNamed() throws Exception {
    assertThat(subject.gauges().alarms(subject.fleet(), List.of())).isEmpty();
  }

  private GenerationId generation(int number) {
    return new GenerationId(subject.fleet().id(), number);
  }

  private Stamp stamp() {
    return new Stamp(
        new RolloutId(subject.fleet().id(), 1), "contract", 1, new Head(1, "0".repeat(64)));
  }

  private void launch(int number, Slot slot) throws ProviderException {
    subject
        .fleets()
        .launch(
            subject.fleet(),
            new LaunchGeneration(
                generation(number),
                Optional.of(slot),
                subject.image(),
                1,
                Settings.of(1, 3, List.of(), false),
                new RolloutId(subject.fleet().id(), 1)),
            stamp());
  }

  private void serving(int number) throws Exception {
    subject.until(
        "generation " + number + " serves",
        () -> {
          FleetView view = subject.fleets().observe(subject.fleet());
          return view.find(generation(number)).filter(g -> g.serving() == 1).isPresent();
        });
  }

  private void point(Slot slot) throws ProviderException {
    subject.traffic().pointTestRoute(subject.fleet(), new PointTestRoute(slot), stamp());
  }
}
