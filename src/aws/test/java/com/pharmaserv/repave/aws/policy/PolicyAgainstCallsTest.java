package com.pharmaserv.repave.aws.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.aws.gauge.GaugeWorld;
import com.pharmaserv.repave.aws.headroom.AwsHeadroom;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.watch.Alarms;
import com.pharmaserv.repave.model.Action.PointTestRoute;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.permission.IamPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Reads the calls of whole rollouts on the double against the policy that is printed for them. */
class PolicyAgainstCallsTest {
  /** Keys of tags in a request, with the place of their value. */
  private static final Pattern TAG_KEY = Pattern.compile("(.*)\\.Key");

  private final GaugeWorld world = new GaugeWorld();
  private final int built = world.cloud.calls().size();

  @Test
  void allowsEveryCallOfARolloutABackwardShiftAndTheGauges() throws Exception {
    Weights blue = Weights.of(Slot.BLUE, 100);
    Weights half = Weights.of(Slot.BLUE, 50);
    Stamp stamp =
        new Stamp(new RolloutId(world.fleet().id(), 1), "test", 1, new Head(1, "0".repeat(64)));
    world.serve(1, Slot.BLUE, 2);
    world.serve(2, Slot.GREEN, 2);
    world.traffic().pointTestRoute(world.fleet(), new PointTestRoute(Slot.GREEN), stamp);
    world.shift(blue, half);
    world.users(5);
    world.pass(Duration.ofMinutes(5));
    world.gauges().measure(world.fleet(), world.generation(2), world.now().minusSeconds(180));
    world.world.region().part(Alarms.class).add("errors");
    world.gauges().alarms(world.fleet(), List.of("errors"));
    world.shift(half, blue);
    world.fleets().resize(world.fleet(), new Resize(world.generation(2), 0), stamp);
    world.until(
        "the candidate's machines are gone",
        () ->
            world
                .fleets()
                .observe(world.fleet())
                .find(world.generation(2))
                .filter(g -> g.machines().isEmpty())
                .isPresent());
    world.fleets().retire(world.fleet(), new RetireGeneration(world.generation(2)), stamp);
    String suspicious =
        world.fleets().observe(world.fleet()).generations().get(0).machines().get(0).id();
    Quarantine quarantine =
        new Quarantine(world.generation(1), suspicious, true, "ada", "asks for a miner");
    world.fleets().quarantine(world.fleet(), quarantine, stamp);
    world.fleets().quarantined(world.fleet().id().environment());
    AwsHeadroom headroom = new AwsHeadroom(world.site);
    headroom.check(world.fleet(), 2);
    headroom.probe(world.fleet(), 2);

    List<Call> calls = calls();
    assertThat(calls)
        .extracting(Call::operation)
        .contains(
            "CreateAutoScalingGroup", "DeleteAutoScalingGroup", "DetachInstances", "ModifyRule");
    calls.forEach(this::requireAllowed);
  }

  private List<Call> calls() {
    List<Call> all = world.cloud.calls();
    return all.subList(built, all.size());
  }

  /** Some statement allows the action and finds the tags that it wants in the request. */
  private void requireAllowed(Call call) {
    String service = call.service().equals("monitoring") ? "cloudwatch" : call.service();
    String action = service + ":" + call.operation();
    if (Calls.actions(List.of(action)).isEmpty()) {
      return;
    }
    boolean allowed =
        statements().stream()
            .filter(statement -> has(statement.get("Action"), action))
            .anyMatch(statement -> tagged(statement, call) && named(statement, call));
    assertThat(allowed).as(action + " " + call.parameters()).isTrue();
  }

  private static boolean tagged(JsonNode statement, Call call) {
    for (Map.Entry<String, JsonNode> wanted :
        statement.path("Condition").path("StringEquals").properties()) {
      if (wanted.getKey().startsWith("aws:RequestTag/")
          && !has(
              wanted.getValue(),
              tag(call, wanted.getKey().substring("aws:RequestTag/".length())))) {
        return false;
      }
    }
    return true;
  }

  private static String tag(Call call, String key) {
    for (Map.Entry<String, String> parameter : call.parameters().entrySet()) {
      Matcher matcher = TAG_KEY.matcher(parameter.getKey());
      if (matcher.matches() && parameter.getValue().equals(key)) {
        return call.parameter(matcher.group(1) + ".Value");
      }
    }
    return "";
  }

  /** Names and ARNs in a request that a statement's resources bind. */
  private static boolean named(JsonNode statement, Call call) {
    String name =
        switch (call.operation()) {
          case "ModifyRule" -> call.parameter("RuleArn");
          case "CreateAutoScalingGroup",
              "UpdateAutoScalingGroup",
              "DeleteAutoScalingGroup",
              "DetachInstances",
              "SuspendProcesses" ->
              call.parameter("AutoScalingGroupName");
          default -> "";
        };
    if (name.isEmpty()) {
      return true;
    }
    for (JsonNode resource : statement.get("Resource")) {
      String pattern = resource.asText().replaceFirst(".*autoScalingGroupName/", "");
      if (name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(JsonNode array, String text) {
    for (JsonNode item : array) {
      if (item.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private List<JsonNode> statements() {
    List<JsonNode> all = new ArrayList<>();
    policies()
        .forEach(document -> document.path("Statement").forEach(statement -> all.add(statement)));
    return all;
  }

  private JsonNode policies() {
    try {
      return new ObjectMapper()
          .readTree(IamPolicy.of(world.site.environment(), List.copyOf(world.handOvers.values())));
    } catch (JsonProcessingException e) {
      throw new AssertionError("the policies are no JSON", e);
    }
  }
}
