package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.Alarm;
import software.amazon.awssdk.services.autoscaling.model.DescribePoliciesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScheduledActionsResponse;
import software.amazon.awssdk.services.autoscaling.model.ScalingPolicy;

/** Reads and writes scaling policies and scheduled actions. */
final class Automations {
  /** The most that Auto Scaling answers at once. */
  private static final int PAGE_SIZE = 100;

  /** 30,000 of either: 60 for each of the 500 groups that a region has by default. */
  private static final int PAGES_MAX = 300;

  private final Clients clients;
  private final Time time;

  Automations(Clients clients, Time time) {
    this.clients = clients;
    this.time = time;
  }

  /** Every group's automation, by group and name, as it stands on the group. */
  Map<String, SortedMap<String, String>> all() throws ProviderException {
    return read(Optional.empty());
  }

  /** One group's automation as it is now, not as a shared look saw it. */
  Automation of(OwnGroup group) throws ProviderException {
    Map<String, SortedMap<String, String>> all = read(Optional.of(group.name()));
    return group.home().free(all.getOrDefault(group.name(), new TreeMap<>()));
  }

  private Map<String, SortedMap<String, String>> read(Optional<String> group)
      throws ProviderException {
    Map<String, SortedMap<String, String>> found = new HashMap<>();
    String whose = group.orElse("region " + clients.region());
    walk("the scaling policies of " + whose, token -> policies(group, token, found));
    walk("the scheduled actions of " + whose, token -> schedules(group, token, found));
    return found;
  }

  private static void walk(String what, Pages.Page<String> page) throws ProviderException {
    Pages.walk(
        what,
        Pages.atMost(PAGES_MAX, "%s are more than %s".formatted(what, PAGES_MAX * PAGE_SIZE)),
        page);
  }

  private Optional<String> policies(
      Optional<String> group,
      Optional<String> token,
      Map<String, SortedMap<String, String>> found) {
    DescribePoliciesResponse page =
        clients
            .autoScaling()
            .describePolicies(
                r ->
                    r.autoScalingGroupName(group.orElse(null))
                        .maxRecords(PAGE_SIZE)
                        .nextToken(token.orElse(null)));
    page.scalingPolicies()
        .forEach(
            p ->
                put(
                    found,
                    p.autoScalingGroupName(),
                    AutomationText.name(p),
                    AutomationText.text(p)));
    return Pages.next(page.nextToken());
  }

  private Optional<String> schedules(
      Optional<String> group,
      Optional<String> token,
      Map<String, SortedMap<String, String>> found) {
    Instant now = time.now();
    DescribeScheduledActionsResponse page =
        clients
            .autoScaling()
            .describeScheduledActions(
                r ->
                    r.autoScalingGroupName(group.orElse(null))
                        .maxRecords(PAGE_SIZE)
                        .nextToken(token.orElse(null)));
    page.scheduledUpdateGroupActions().stream()
        .filter(a -> !AutomationText.over(a, now))
        .forEach(
            a ->
                put(
                    found,
                    a.autoScalingGroupName(),
                    AutomationText.name(a),
                    AutomationText.text(a)));
    return Pages.next(page.nextToken());
  }

  private static void put(
      Map<String, SortedMap<String, String>> found, String group, String name, String text) {
    found.computeIfAbsent(group, g -> new TreeMap<>()).put(name, text);
  }

  /**
   * Takes off what is not wanted as it is. What is to change is taken off as well and recreated: an
   * update leaves what it does not name as it was (Auto Scaling API reference,
   * PutScheduledUpdateGroupAction).
   */
  void remove(OwnGroup group, Automation now, Automation wanted) throws ProviderException {
    for (String name : now.beyond(wanted).names()) {
      delete(group.name(), name);
    }
  }

  /** Puts on what is wanted and not there yet. */
  void add(OwnGroup group, Automation now, Automation wanted) throws ProviderException {
    for (Map.Entry<String, String> entry : wanted.beyond(now).texts().entrySet()) {
      put(group.home(), entry.getKey(), entry.getValue());
    }
  }

  private void delete(String group, String name) throws ProviderException {
    String bare = AutomationText.bare(name);
    try {
      Errors.act(
          "take " + name + " off " + group,
          () -> {
            if (AutomationText.isPolicy(name)) {
              clients
                  .autoScaling()
                  .deletePolicy(r -> r.autoScalingGroupName(group).policyName(bare));
            } else {
              clients
                  .autoScaling()
                  .deleteScheduledAction(
                      r -> r.autoScalingGroupName(group).scheduledActionName(bare));
            }
          });
    } catch (ProviderException failed) {
      // Gone is what was wanted: a one-off action fires and vanishes by itself.
      if (failed.failure().kind() != Failure.Kind.GONE) {
        throw failed;
      }
    }
  }

  private void put(AutomationText.Home home, String name, String text) throws ProviderException {
    try {
      if (AutomationText.isPolicy(name)) {
        Errors.act(
            "put " + name + " on " + home.group(),
            () -> clients.autoScaling().putScalingPolicy(AutomationText.policy(home, name, text)));
      } else if (!AutomationText.over(text, time.now())) {
        Errors.act(
            "put " + name + " on " + home.group(),
            () ->
                clients
                    .autoScaling()
                    .putScheduledUpdateGroupAction(AutomationText.schedule(home, name, text)));
      }
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "automation '" + name + "' cannot stand on " + home.group() + ": " + e.getMessage(),
          e);
    }
  }

  /**
   * Refuses policies that only alarms of somebody else set off. Such an alarm names the policy by
   * an ARN, which a copy on another group does not have: the fleet would stop scaling unnoticed.
   */
  void requireMovable(OwnGroup group) throws ProviderException {
    for (ScalingPolicy policy : policies(group.name())) {
      Optional<String> alarm = setOffByOthers(policy);
      if (alarm.isPresent()) {
        throw new ProviderException(
            Failure.Kind.DENIED,
            ("scaling policy '%s' of %s is set off by alarm '%s', which cannot follow"
                    + " it to another group; make it a target tracking policy")
                .formatted(policy.policyName(), group.name(), alarm.get()));
      }
    }
  }

  /** An alarm that sets the policy off and that Auto Scaling did not make for it. */
  static Optional<String> setOffByOthers(ScalingPolicy policy) {
    boolean ownAlarms =
        policy.targetTrackingConfiguration() != null
            || policy.predictiveScalingConfiguration() != null;
    return ownAlarms
        ? Optional.empty()
        : policy.alarms().stream().map(Alarm::alarmName).findFirst();
  }

  private List<ScalingPolicy> policies(String group) throws ProviderException {
    List<ScalingPolicy> policies = new ArrayList<>();
    walk(
        "the scaling policies of " + group,
        token -> {
          DescribePoliciesResponse page =
              clients
                  .autoScaling()
                  .describePolicies(
                      r ->
                          r.autoScalingGroupName(group)
                              .maxRecords(PAGE_SIZE)
                              .nextToken(token.orElse(null)));
          policies.addAll(page.scalingPolicies());
          return Pages.next(page.nextToken());
        });
    return policies;
  }
}
