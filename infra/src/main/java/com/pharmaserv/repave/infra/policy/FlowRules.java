package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S10;
import static com.pharmaserv.repave.infra.policy.Claim.S3;
import static com.pharmaserv.repave.infra.policy.Claim.S4;
import static com.pharmaserv.repave.infra.policy.Claim.S5;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;
import java.util.regex.Pattern;

/** Courses of calls that AWS carries out when nobody looks. */
final class FlowRules {
  private static final String MACHINE = "sfn/stateMachine:StateMachine";
  private static final String RULE = "cloudwatch/eventRule:EventRule";
  private static final String TARGET = "cloudwatch/eventTarget:EventTarget";

  /** A search by a field's value, whose result may be nothing. */
  private static final Pattern SEARCH = Pattern.compile("\\[[^\\[\\]]*=[^\\[\\]]*]");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "Q01",
              "No flow fails in silence.",
              List.of(S4, S5, S10),
              "StepFunctions.1",
              FlowRules::alarmed),
          Rule.of(
              "Q02",
              "What a flow searches for and may not find does not stop it.",
              List.of(S4, S10),
              "internal",
              FlowRules::absent),
          Rule.of(
              "Q03",
              "The reaction to a suspicion cuts off first, and tells people whatever fails.",
              List.of(S4),
              "internal",
              FlowRules::reactions),
          Rule.of(
              "Q04",
              "A rotation that is fanned out is bounded: each step in time, each wave in fleets; and"
                  + " no wave follows one in which something failed.",
              List.of(S3),
              "internal",
              FlowRules::waves));

  private FlowRules() {}

  private static void alarmed(Inventory all, Sight sight) {
    List<ResourceView> alarms =
        all.of(RULE).stream()
            .filter(
                rule ->
                    rule.text("eventPattern").contains("Step Functions Execution Status Change"))
            .filter(rule -> !all.users(rule, TARGET, "rule").isEmpty())
            .toList();
    sight.someOf(all.of(MACHINE), "there is no flow");
    for (ResourceView machine : all.of(MACHINE)) {
      String name = machine.text("name");
      sight.require(
          machine,
          alarms.stream()
              .anyMatch(
                  rule -> all.region(rule).equals(all.region(machine)) && isAbout(rule, name)),
          "may fail, and nobody is told");
    }
  }

  private static boolean isAbout(ResourceView rule, String machine) {
    JsonNode detail = PolicyText.tree(rule.text("eventPattern")).path("detail");
    boolean failures = detail.path("status").toString().contains("\"FAILED\"");
    for (JsonNode each : detail.path("stateMachineArn")) {
      String named = each.isTextual() ? each.asText() : each.path("prefix").asText() + "*";
      if (failures && PolicyText.meet(named.substring(named.lastIndexOf(':') + 1), machine)) {
        return true;
      }
    }
    return false;
  }

  private static void absent(Inventory all, Sight sight) {
    for (ResourceView machine : all.of(MACHINE)) {
      sight.require(
          machine,
          all(PolicyText.tree(machine.text("definition"))),
          "fails where a search finds nothing: say what then");
    }
  }

  private static boolean all(JsonNode tree) {
    if (tree.isTextual() && SEARCH.matcher(tree.asText()).find()) {
      return tree.asText().contains("$exists(") || tree.asText().contains("$count(");
    }
    for (JsonNode each : tree) {
      if (!all(each)) {
        return false;
      }
    }
    return true;
  }

  private static void reactions(Inventory all, Sight sight) {
    List<ResourceView> machines =
        all.of(RULE).stream()
            .filter(rule -> rule.text("eventPattern").contains("GuardDuty Finding"))
            .flatMap(rule -> all.users(rule, TARGET, "rule").stream())
            .flatMap(target -> all.used(target, "arn", MACHINE).stream())
            .toList();
    sight.someOf(machines, "nothing reacts to a suspicion");
    for (ResourceView machine : machines) {
      JsonNode flow = PolicyText.tree(machine.text("definition"));
      JsonNode states = flow.path("States");
      sight.require(
          machine,
          states
              .path(flow.path("StartAt").asText())
              .path("Resource")
              .asText()
              .endsWith(":modifyInstanceAttribute"),
          "does something else before it cuts off");
      states
          .properties()
          .forEach(
              state ->
                  sight.require(
                      machine,
                      state.getValue().path("End").asBoolean()
                          || !state.getValue().path("Type").asText().equals("Task")
                          || state.getValue().path("Catch").toString().contains("States.ALL"),
                      "tells nobody when its step " + state.getKey() + " fails"));
    }
  }

  private static void waves(Inventory all, Sight sight) {
    List<ResourceView> machines =
        all.of(MACHINE).stream()
            .filter(machine -> machine.text("name").endsWith("-rotation-waves"))
            .toList();
    sight.someOf(machines, "rotations cannot be fanned out");
    for (ResourceView machine : machines) {
      JsonNode flow = PolicyText.tree(machine.text("definition"));
      sight.require(machine, flow.has("TimeoutSeconds"), "may run for ever");
      flow.findParents("Resource")
          .forEach(
              task ->
                  sight.require(
                      machine,
                      task.has("TimeoutSeconds"),
                      "waits for ever: " + task.path("Resource").asText()));
      JsonNode states = flow.path("States");
      states
          .properties()
          .forEach(state -> wave(sight, machine, states, state.getKey(), state.getValue()));
    }
  }

  /** What follows a wave asks first how it went; no other wave is named without that. */
  private static void wave(
      Sight sight, ResourceView machine, JsonNode states, String name, JsonNode state) {
    if (!state.path("Type").asText().equals("Map")) {
      return;
    }
    int atATime = state.path("MaxConcurrency").asInt();
    sight.require(machine, atATime >= 1 && atATime <= 40, name + " has no bound that holds");
    JsonNode next = states.path(state.path("Next").asText());
    sight.require(
        machine,
        next.path("Type").asText().equals("Choice") && next.toString().contains("$results"),
        "goes on after " + name + " however that went");
    sight.require(
        machine,
        state.path("ItemProcessor").toString().contains("$failures <"),
        name + " goes on after any number of failures");
  }
}
