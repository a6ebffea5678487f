package com.pharmaserv.repave.infra.judges;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What judges of flows are asked: a stack's state machines and rules, and the samples. */
final class FlowQuestion {
  static final Path FOLDER = Judge.FOLDER.resolve("flows");
  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String MACHINE = "sfn/stateMachine:StateMachine";
  private static final String RULE = "cloudwatch/eventRule:EventRule";
  private static final String TARGET = "cloudwatch/eventTarget:EventTarget";
  private static final String TOPIC = "sns/topic:Topic";

  private FlowQuestion() {}

  /**
   * @param environment the stack's name
   * @param account that the stack is in
   */
  static Map<String, Object> of(Inventory stack, String environment, String account)
      throws IOException {
    // The words that samples are written with.
    Map<String, String> names =
        Map.of(
            "environment",
            environment,
            "account",
            account,
            "machine",
            "repave-%s-database-seal".formatted(environment),
            "status",
            "FAILED");
    return Map.of(
        "account",
        account,
        "names",
        names,
        "machines",
        stack.of(MACHINE).stream().map(machine -> machine(stack, machine)).toList(),
        "rules",
        stack.of(RULE).stream().map(rule -> rule(stack, rule)).toList(),
        "events",
        events(),
        "situations",
        situations());
  }

  private static Map<String, String> machine(Inventory stack, ResourceView machine) {
    return Map.of(
        "flow",
        name(stack, machine).replaceFirst("-machine$", ""),
        "name",
        machine.text("name"),
        "region",
        stack.region(machine),
        "definition",
        machine.text("definition"));
  }

  private static Map<String, String> rule(Inventory stack, ResourceView rule) {
    return Map.of(
        "name",
        name(stack, rule),
        "region",
        stack.region(rule),
        "pattern",
        rule.text("eventPattern"));
  }

  /** A resource's name without its region. */
  private static String name(Inventory stack, ResourceView view) {
    return view.name().substring(stack.region(view).length() + 1);
  }

  /** Names of the rules that tell the people who get every alert. */
  static List<String> rulesThatTell(Inventory stack) {
    return stack.of(RULE).stream()
        .filter(
            rule ->
                stack.users(rule, TARGET, "rule").stream()
                    .anyMatch(target -> !stack.used(target, "arn", TOPIC).isEmpty()))
        .map(rule -> name(stack, rule))
        .distinct()
        .toList();
  }

  /** Names of all rules that match events. */
  static List<String> rules(Inventory stack) {
    return stack.of(RULE).stream().map(rule -> name(stack, rule)).distinct().sorted().toList();
  }

  /** Names of all flows. */
  static List<String> flows(Inventory stack) {
    return stack.of(MACHINE).stream()
        .map(machine -> machine(stack, machine).getOrDefault("flow", ""))
        .distinct()
        .sorted()
        .toList();
  }

  /** The steps of a flow that call AWS. */
  static Set<String> steps(Inventory stack, String flow) throws IOException {
    Set<String> steps = new TreeSet<>();
    for (ResourceView machine : stack.of(MACHINE)) {
      if (machine(stack, machine).getOrDefault("flow", "").equals(flow)) {
        steps(MAPPER.readTree(machine.text("definition")).path("States"), steps);
      }
    }
    return steps;
  }

  /** Those of each item of a Map as well. */
  private static void steps(JsonNode states, Set<String> steps) {
    states
        .properties()
        .forEach(
            state -> {
              if (state.getValue().path("Type").asText().equals("Task")) {
                steps.add(state.getKey());
              }
              steps(state.getValue().path("ItemProcessor").path("States"), steps);
            });
  }

  /** The sample events by the names of their files. */
  static Map<String, JsonNode> events() throws IOException {
    Map<String, JsonNode> events = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("events"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace(".json", "");
        events.put(name, MAPPER.readTree(Files.readString(file)));
      }
    }
    return events;
  }

  static JsonNode situations() throws IOException {
    return MAPPER.readTree(Files.readString(FOLDER.resolve("situations.json")));
  }
}
