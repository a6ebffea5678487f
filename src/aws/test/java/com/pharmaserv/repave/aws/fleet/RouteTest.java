package com.pharmaserv.repave.aws.fleet;

import static com.pharmaserv.repave.aws.fleet.Acting.fails;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;

/** Traffic beyond the common contract. */
class RouteTest {
  private static final Weights BLUE = new Weights(100, 0);
  private static final Weights HALF = new Weights(50, 50);

  private final Acting app = Acting.routed();
  private boolean undone;

  private Action production() {
    return app.world
        .world
        .clients()
        .balancing()
        .describeRules(r -> r.ruleArns(app.route().production().arn()))
        .rules()
        .get(0)
        .actions()
        .get(0);
  }

  @Test
  void writesNothingIfTheWeightsStandAlready() throws Exception {
    app.shift(BLUE, BLUE);
    app.world.traffic.pointTestRoute(app.fleet, new PointTestRoute(Slot.GREEN), app.stamp());

    assertThat(app.calls("ModifyRule")).isEmpty();
  }

  @Test
  void keepsStickinessWhenItShifts() throws Exception {
    Action sticky =
        production().toBuilder()
            .forwardConfig(
                production().forwardConfig().toBuilder()
                    .targetGroupStickinessConfig(s -> s.enabled(true).durationSeconds(900))
                    .build())
            .build();
    app.world
        .world
        .clients()
        .balancing()
        .modifyRule(r -> r.ruleArn(app.route().production().arn()).actions(sticky));

    app.shift(BLUE, HALF);

    assertThat(production().forwardConfig().targetGroupStickinessConfig().enabled()).isTrue();
    assertThat(production().forwardConfig().targetGroupStickinessConfig().durationSeconds())
        .isEqualTo(900);
    assertThat(look()).isEqualTo(HALF);
  }

  private Weights look() throws Exception {
    return app.world.fleets.observe(app.fleet).route().orElseThrow().weights();
  }

  @Test
  void waitsUntilTheRouteShowsWhatWasSet() throws Exception {
    app.pass(Duration.ofSeconds(10));
    // The first read is before the write.
    app.world.cloud.faults().later("DescribeRules", 1, Fault.STALE_READ);

    app.shift(BLUE, HALF);

    assertThat(look()).isEqualTo(HALF);
    assertThat(app.calls("ModifyRule")).hasSize(1);
  }

  @Test
  void saysSoIfTheRouteDoesNotShowWhatWasSet() {
    app.world.cloud.onCall(
        call -> {
          if (call.operation().equals("ModifyRule") && !undone) {
            undone = true;
            undo();
          }
        });
    Instant before = app.world.time.now();

    fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.shift(BLUE, HALF))
        .withMessageContaining("was set to blue 50 / green 50 and shows blue 100 / green 0");
    assertThat(Duration.between(before, app.world.time.now()))
        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(10));
    assertThat(app.calls("ModifyRule")).as("ours and the other one, no fight").hasSize(2);
  }

  /** Somebody else sets the weights back at once. */
  private void undo() {
    app.world
        .world
        .clients()
        .balancing()
        .modifyRule(
            r ->
                r.ruleArn(app.route().production().arn())
                    .actions(FleetWorld.forward(app.route().blue(), 100, app.route().green(), 0)));
  }

  @Test
  void aLostAnswerIsNotRepeatedAndTheNextTryFindsTheWorkDone() throws Exception {
    app.world.cloud.faults().next("ModifyRule", Fault.LOST_RESPONSE);
    fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.shift(BLUE, HALF));
    assertThat(app.calls("ModifyRule")).hasSize(1);

    app.shift(BLUE, HALF);

    assertThat(app.calls("ModifyRule")).hasSize(1);
    assertThat(look()).isEqualTo(HALF);
  }

  @Test
  void aReadBackThatFailsLeavesTheOutcomeOpen() {
    app.world.cloud.faults().later("DescribeRules", 1, Fault.THROTTLED);

    fails(Failure.Kind.UNKNOWN_OUTCOME, () -> app.shift(BLUE, HALF));
  }

  @Test
  void anUnroutedFleetHasNoTrafficToShift() {
    Acting worker = new Acting(app.world, app.world.unrouted("worker"));

    fails(Failure.Kind.DENIED, () -> worker.shift(BLUE, HALF)).withMessageContaining("no route");
  }
}
