package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.pojo.Pojos;
import com.pharmaserv.repave.model.Automation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.autoscaling.model.PutScalingPolicyRequest;
import software.amazon.awssdk.services.autoscaling.model.PutScheduledUpdateGroupActionRequest;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;
import software.amazon.awssdk.services.autoscaling.model.ScheduledUpdateGroupAction;

/**
 * Scaling policies and scheduled actions as texts that can be moved from one group to another: what
 * belongs to the group itself, its name and its target group, is left out or stands as a
 * placeholder, so that the same text on two groups means the same.
 */
final class AutomationText {
  private static final String POLICY = "policy/";
  private static final String SCHEDULE = "schedule/";

  /** In a request count's resource label and in metric dimensions. */
  private static final String TARGET_GROUP = "{target-group}";

  /** In metric dimensions; with quotes, so that no longer name is taken for it. */
  private static final String GROUP = "\"{group}\"";

  /** What Auto Scaling makes itself, and what the put calls take beside the text. */
  private static final Set<String> OF_THE_POLICY =
      Set.of("AutoScalingGroupName", "PolicyName", "PolicyARN", "Alarms");

  private static final Set<String> OF_THE_SCHEDULE =
      Set.of("AutoScalingGroupName", "ScheduledActionName", "ScheduledActionARN", "Time");

  private AutomationText() {}

  /**
   * What a text is read from or written for.
   *
   * @param targetGroup as metrics name it; empty without a route
   */
  record Home(String group, Optional<String> targetGroup) {
    /** The texts with placeholders for this home. */
    Automation free(Map<String, String> texts) {
      TreeMap<String, String> free = new TreeMap<>();
      texts.forEach((name, text) -> free.put(name, free(text)));
      return new Automation(free);
    }

    private String free(String text) {
      String named = text.replace('"' + group + '"', GROUP);
      return targetGroup.map(t -> named.replace(t, TARGET_GROUP)).orElse(named);
    }

    String filled(String text) {
      String named = text.replace(GROUP, '"' + group + '"');
      if (named.contains(TARGET_GROUP) && targetGroup.isEmpty()) {
        throw new IllegalArgumentException(
            "group " + group + " has no target group to scale by, as in " + text);
      }
      return targetGroup.map(t -> named.replace(TARGET_GROUP, t)).orElse(named);
    }
  }

  static boolean isPolicy(String name) {
    return name.startsWith(POLICY);
  }

  /** The name on AWS of what this tool calls {@code policy/NAME} or {@code schedule/NAME}. */
  static String bare(String name) {
    return name.substring(name.indexOf('/') + 1);
  }

  static String name(ScalingPolicy policy) {
    return POLICY + policy.policyName();
  }

  static String name(ScheduledUpdateGroupAction action) {
    return SCHEDULE + action.scheduledActionName();
  }

  static String text(ScalingPolicy policy) {
    TreeSet<String> without = new TreeSet<>(OF_THE_POLICY);
    if (policy.stepAdjustments().isEmpty()) {
      // An empty list and none are the same here, and AWS answers either.
      without.add("StepAdjustments");
    }
    return Pojos.json(policy, without);
  }

  /**
   * A scheduled action as text. The start of a recurring one is left out: AWS answers the next run
   * there, so that it would differ with every run (Auto Scaling API reference, example of
   * DescribeScheduledActions).
   */
  static String text(ScheduledUpdateGroupAction action) {
    TreeSet<String> without = new TreeSet<>(OF_THE_SCHEDULE);
    if (action.recurrence() != null) {
      without.add("StartTime");
    }
    return Pojos.json(action, without);
  }

  /** A one-off action whose time has come: it fires no more, and AWS refuses to take it. */
  static boolean over(ScheduledUpdateGroupAction action, Instant now) {
    Instant start = action.startTime() == null ? action.time() : action.startTime();
    boolean ended = action.endTime() != null && !action.endTime().isAfter(now);
    boolean fired = action.recurrence() == null && start != null && !start.isAfter(now);
    return ended || fired;
  }

  static PutScalingPolicyRequest policy(Home home, String name, String text) {
    return Pojos.read(home.filled(text), PutScalingPolicyRequest.builder())
        .autoScalingGroupName(home.group())
        .policyName(bare(name))
        .build();
  }

  static PutScheduledUpdateGroupActionRequest schedule(Home home, String name, String text) {
    return Pojos.read(home.filled(text), PutScheduledUpdateGroupActionRequest.builder())
        .autoScalingGroupName(home.group())
        .scheduledActionName(bare(name))
        .build();
  }

  /** Whether a scheduled action's text is of one that is over. */
  static boolean over(String text, Instant now) {
    return over(Pojos.read(text, ScheduledUpdateGroupAction.builder()).build(), now);
  }
}
