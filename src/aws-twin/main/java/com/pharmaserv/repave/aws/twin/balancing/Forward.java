package com.pharmaserv.repave.aws.twin.balancing;

import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One action of a rule or listener.
 *
 * @param type {@code forward}, {@code fixed-response} or {@code redirect}
 * @param groups where a forward sends requests, with weights; empty for other types
 * @param single whether the forward was given as a plain target group ARN
 * @param stickySeconds of the rule's target group stickiness, if it is on
 * @param other the remaining parameters, kept as they were given
 */
record Forward(
    String type,
    Optional<Integer> order,
    List<Weighted> groups,
    boolean single,
    Optional<Integer> stickySeconds,
    Map<String, String> other) {
  static final int WEIGHT_MAX = 999;
  static final int GROUPS_MAX = 5;

  Forward {
    groups = List.copyOf(groups);
    other = Map.copyOf(other);
  }

  record Weighted(String groupArn, int weight) {}

  /** The actions of a request, checked as "ELBv2 API reference, TargetGroupTuple" says. */
  static List<Forward> parse(List<Params> actions) {
    if (actions.isEmpty()) {
      throw new TwinException("ValidationError", "An action must be specified");
    }
    return actions.stream().map(Forward::parse).toList();
  }

  private static Forward parse(Params action) {
    List<Params> tuples = action.items("ForwardConfig.TargetGroups");
    List<Weighted> groups = new ArrayList<>();
    for (Params tuple : tuples) {
      // ELBv2 API reference, TargetGroupTuple: "Weight: The weight. The range is 0 to 999."
      int weight = tuple.number("Weight").orElse(1);
      if (weight < 0 || weight > WEIGHT_MAX) {
        throw new TwinException(
            "ValidationError",
            "Weight '" + weight + "' must be between 0 and " + WEIGHT_MAX + " inclusive");
      }
      groups.add(new Weighted(tuple.required("TargetGroupArn"), weight));
    }
    // User guide, "Listener rules": "up to five target groups" in one forward action.
    if (groups.size() > GROUPS_MAX) {
      throw new TwinException(
          "TooManyTargetGroups",
          "A forward action takes at most " + GROUPS_MAX + " target groups, got " + groups.size());
    }
    Optional<String> plain = action.text("TargetGroupArn");
    if (groups.isEmpty()) {
      plain.ifPresent(arn -> groups.add(new Weighted(arn, 1)));
    }
    String type = action.required("Type");
    if (type.equals("forward") && groups.isEmpty()) {
      throw new TwinException("ValidationError", "A target group ARN must be specified");
    }
    Params sticky = action.at("ForwardConfig.TargetGroupStickinessConfig");
    Map<String, String> other = new TreeMap<>(action.all());
    other.keySet().removeIf(name -> !name.matches("(FixedResponse|Redirect)Config\\..*"));
    return new Forward(
        type,
        action.number("Order"),
        groups,
        tuples.isEmpty(),
        sticky.flag("Enabled").orElse(false)
            ? Optional.of(sticky.number("DurationSeconds").orElse(3600))
            : Optional.empty(),
        other);
  }

  boolean names(String groupArn) {
    return groups.stream().anyMatch(group -> group.groupArn().equals(groupArn));
  }

  int weightOf(String groupArn) {
    return groups.stream()
        .filter(group -> group.groupArn().equals(groupArn))
        .mapToInt(Weighted::weight)
        .sum();
  }

  /** The status of a fixed response; 0 for other actions. */
  int fixedStatus() {
    return Integer.parseInt(other.getOrDefault("FixedResponseConfig.StatusCode", "0"));
  }

  void write(Xml xml) {
    xml.text("Type", type).text("Order", order);
    if (groups.size() == 1) {
      xml.text("TargetGroupArn", groups.get(0).groupArn());
    }
    if (!groups.isEmpty()) {
      xml.node(
          "ForwardConfig",
          config ->
              config
                  .list(
                      "TargetGroups",
                      groups,
                      (tuple, group) ->
                          tuple
                              .text("TargetGroupArn", group.groupArn())
                              .text("Weight", group.weight()))
                  .node(
                      "TargetGroupStickinessConfig",
                      sticky ->
                          sticky
                              .text("Enabled", stickySeconds.isPresent())
                              .text("DurationSeconds", stickySeconds)));
    }
    for (String config : List.of("FixedResponseConfig", "RedirectConfig")) {
      Params fields = Params.of(other).at(config);
      if (!fields.all().isEmpty()) {
        xml.node(config, node -> fields.all().forEach(node::text));
      }
    }
  }
}
