package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.operation.MeasureFleets.Ends;
import com.pharmaserv.repave.operation.MeasureFleets.Figures;
import com.pharmaserv.repave.report.MetricsText;
import com.pharmaserv.repave.sim.SimImage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasureFleetsTest {
  private static final SimImage NEVER_HEALTHY =
      new SimImage(
          Duration.ofSeconds(4), Duration.ofSeconds(3), false, true, 0, Duration.ofMillis(20));

  private final SimPlace sim = SimPlace.running();

  private Figures figures() throws Exception {
    List<Figures> all = MeasureFleets.measure(List.of(sim.place()), SimPlace.PAPERS).measured();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  void tellsSinceWhenAFleetRunsWhatAndThatANewerImageIsThere() throws Exception {
    sim.rolled(OLD, Until.RETIRED);
    Figures figures = figures();

    assertThat(figures.runningImage()).contains(OLD);
    assertThat(figures.stale()).isTrue();
    assertThat(figures.underWay()).isFalse();
    assertThat(figures.isHeld()).isFalse();
  }

  @Test
  void countsRolloutsByTheirEndAndItsReason() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    sim.world().image(OLD, NEVER_HEALTHY);
    sim.rolled(OLD, Until.RETIRED);
    Figures figures = figures();

    assertThat(figures.runningImage()).contains(NEW);
    assertThat(figures.runningSince()).isPresent();
    assertThat(figures.promotedAfter()).hasSize(1);
    assertThat(figures.ends())
        .contains(new Ends(End.Kind.SUCCEEDED, "carries-the-fleet", 1))
        .extracting(Ends::kind)
        .containsExactlyInAnyOrder(End.Kind.SUCCEEDED, End.Kind.FAILED_CLEAN);
  }

  @Test
  void writesWhatPrometheusReads() throws Exception {
    sim.rolled(NEW, Until.RETIRED);

    assertThat(MetricsText.of(MeasureFleets.measure(List.of(sim.place()), SimPlace.PAPERS)))
        .contains(
            "# TYPE repave_fleet_running_since_timestamp_seconds gauge\n"
                + "repave_fleet_running_since_timestamp_seconds{environment=\"sim-eu\",fleet=\"app\"} ",
            "repave_fleet_info{environment=\"sim-eu\",fleet=\"app\",image=\"app@bbbbbbbbbbbb\"} 1",
            "repave_fleet_stale{environment=\"sim-eu\",fleet=\"app\"} 0.0",
            "# TYPE repave_rollouts_total counter",
            "repave_rollout_promotion_seconds_bucket{environment=\"sim-eu\",fleet=\"app\",le=\"+Inf\"} 1",
            "repave_rollout_promotion_seconds_count{environment=\"sim-eu\",fleet=\"app\"} 1");
  }
}
