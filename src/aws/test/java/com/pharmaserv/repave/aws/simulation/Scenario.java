package com.pharmaserv.repave.aws.simulation;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.services.autoscaling.model.MetricType;

/** A fleet that runs the old image already, and one rollout to the new one with one disturbance. */
final class Scenario {
  /** Requests a second; enough for the gate's minimum within a minute. */
  private static final int LOAD = 5;

  private final AwsWorld world;
  private final List<String> seen = new ArrayList<>();
  private Optional<RolloutState> result = Optional.empty();
  private List<String> story = List.of();
  private String rerun = "";
  private Duration span = Duration.ZERO;

  private Scenario(AwsWorld world) {
    this.world = world;
  }

  /** What an enumeration goes through: effects on the fleet, and journal records. */
  static final Predicate<Call> EFFECTS =
      call -> call.mutating() && !call.service().equals("dynamodb");

  static final Predicate<Call> RECORDS =
      call -> call.service().equals("dynamodb") && call.operation().equals("TransactWriteItems");

  /** A fleet that carries traffic on the old image, scaled by a policy and a schedule. */
  static Scenario running(long seed, boolean routed, ImageBehaviour next) {
    return running(new AwsWorld(seed, routed, 2, AwsWorld.policy(routed, 100)), routed, next);
  }

  /** The same in a world that was made apart. */
  static Scenario running(AwsWorld world, boolean routed, ImageBehaviour next) {
    Scenario scenario = new Scenario(world);
    world.newImage(next);
    AwsRehearsal first = new AwsRehearsal(world);
    world.invariants.watching(false);
    Optional<RolloutState> state = first.play(AwsWorld.OLD, world.time.now());
    scenario.require(
        state.flatMap(RolloutState::end).map(End::kind).equals(Optional.of(End.Kind.SUCCEEDED)),
        "the first rollout: " + String.join("\n", first.story()));
    world.invariants.watching(true);
    if (routed) {
      world.world.traffic(world.built, LOAD);
    }
    world.cloud.quietly(scenario::automate);
    return scenario;
  }

  private boolean automate() {
    String group = AwsTruth.read(world).names().get(0);
    var scaling = world.world.clients().scaling();
    scaling.putScalingPolicy(
        r ->
            r.autoScalingGroupName(group)
                .policyName("cpu")
                .policyType("TargetTrackingScaling")
                .targetTrackingConfiguration(
                    c ->
                        c.targetValue(55.0)
                            .predefinedMetricSpecification(
                                m ->
                                    m.predefinedMetricType(
                                        MetricType.ASG_AVERAGE_CPU_UTILIZATION))));
    scaling.putScheduledUpdateGroupAction(
        r ->
            r.autoScalingGroupName(group)
                .scheduledActionName("morning")
                .recurrence("0 6 * * 1-5")
                .minSize(2));
    scaling.suspendProcesses(r -> r.autoScalingGroupName(group).scalingProcesses("AZRebalance"));
    return true;
  }

  AwsWorld world() {
    return world;
  }

  /** Operations of the calls of that kind in the rollout, in order. */
  List<String> seen() {
    return List.copyOf(seen);
  }

  Optional<End.Kind> end() {
    return result.flatMap(RolloutState::end).map(End::kind);
  }

  /** Everything that went wrong. */
  List<String> failed() {
    return world.invariants.violations();
  }

  /** Rolls on, counting the calls of a kind. */
  Scenario rollCounting(Predicate<Call> kind) {
    world.cloud.beforeCall(
        call -> {
          if (kind.test(call)) {
            seen.add(call.operation());
          }
        });
    return roll();
  }

  /** Rolls on; the process dies right before or right after the numbered call of that kind. */
  Scenario rollCrashingAt(long place, Predicate<Call> kind, boolean before) {
    Consumer<Call> crash =
        call -> {
          if (!kind.test(call)) {
            return;
          }
          seen.add(call.operation());
          if (seen.size() == place) {
            throw new AwsRehearsal.Crash((before ? "before " : "after ") + call.operation());
          }
        };
    if (before) {
      world.cloud.beforeCall(crash);
    } else {
      world.cloud.onCall(crash);
    }
    return roll();
  }

  /** Rolls on; the effect of the call that comes after so many of its kind happens unheard. */
  Scenario rollLosingTheAnswerOf(String operation, int skip) {
    world.cloud.faults().later(operation, skip, Fault.LOST_RESPONSE);
    return roll();
  }

  /** From now on any changing call may be the last one of the process that makes it. */
  void crashAtRandom(SplittableRandom random, double share) {
    Instant calm = world.time.now().plus(Duration.ofMinutes(12));
    Consumer<Call> crash =
        call -> {
          boolean now = call.mutating() && world.time.now().isBefore(calm);
          if (now && random.nextDouble() < share) {
            throw new AwsRehearsal.Crash("at " + call.operation());
          }
        };
    world.cloud.beforeCall(crash);
    world.cloud.onCall(crash);
  }

  Scenario roll() {
    return rollUntil(Duration.ofMinutes(1), "");
  }

  /**
   * Rolls on.
   *
   * @param calm after which faults have stopped
   * @param replay how to do just this again, for the message of a failure
   */
  Scenario rollUntil(Duration calm, String replay) {
    rerun = replay;
    AwsRehearsal rehearsal = new AwsRehearsal(world);
    Instant began = world.time.now();
    result = rehearsal.play(AwsWorld.NEW, began.plus(calm));
    span = Duration.between(began, world.time.now());
    story = rehearsal.story();
    return this;
  }

  /** How long the rollout took. */
  Duration span() {
    return span;
  }

  List<String> story() {
    return story;
  }

  String explained() {
    return failed()
        + "\n  rerun: mvn -B -Pquick -pl src/aws -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=AwsRandomTest#replaysOneSeed "
        + rerun;
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what + "; " + world.invariants.violations());
    }
  }
}
