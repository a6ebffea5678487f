package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Reads and writes the actions of rules and listeners. */
final class Entries {
  /** The most that ELBv2 answers at once. */
  private static final int PAGE_SIZE = 400;

  /** 4,000 rules: a load balancer has 100 unless its quota was raised. */
  private static final int PAGES_MAX = 10;

  private final Clients clients;

  Entries(Clients clients) {
    this.clients = clients;
  }

  /**
   * What an entry is read together with, because all entries of one parent come in one walk: the
   * listener of a rule, or the load balancer of a listener.
   */
  static String parent(Entry entry) throws ProviderException {
    Optional<String> arn =
        entry.kind() == Entry.Kind.RULE
            ? Names.listenerOf(entry.arn())
            : Names.balancerOf(entry.arn());
    return arn.orElseThrow(
        () ->
            new ProviderException(
                Failure.Kind.CONFLICT,
                ("'%s' in the infrastructure's hand-over is no ARN of a %s;"
                        + " correct the infrastructure program")
                    .formatted(entry.arn(), entry.kind())));
  }

  /** Every rule of the listener, the default one last. */
  List<Rule> rules(String listener) throws ProviderException {
    List<Rule> found = new ArrayList<>();
    walk(
        "rules",
        listener,
        marker -> {
          DescribeRulesResponse page =
              clients
                  .elb()
                  .describeRules(
                      r -> r.listenerArn(listener).pageSize(PAGE_SIZE).marker(marker.orElse(null)));
          found.addAll(page.rules());
          return Pages.next(page.nextMarker());
        });
    return found;
  }

  /** Every listener of the load balancer. */
  List<Listener> listeners(String balancer) throws ProviderException {
    List<Listener> found = new ArrayList<>();
    walk(
        "listeners",
        balancer,
        marker -> {
          DescribeListenersResponse page =
              clients
                  .elb()
                  .describeListeners(
                      r ->
                          r.loadBalancerArn(balancer)
                              .pageSize(PAGE_SIZE)
                              .marker(marker.orElse(null)));
          found.addAll(page.listeners());
          return Pages.next(page.nextMarker());
        });
    return found;
  }

  private static void walk(String entries, String parent, Pages.Page<String> page)
      throws ProviderException {
    Pages.walk(
        "the %s of %s".formatted(entries, parent),
        Pages.atMost(
            PAGES_MAX,
            "%s has more than %s %s; divide it".formatted(parent, PAGES_MAX * PAGE_SIZE, entries)),
        page);
  }

  /** The actions of one entry as they are now, not as a shared look saw them. */
  List<Action> now(Entry entry) throws ProviderException {
    return entry.kind() == Entry.Kind.RULE ? rule(entry.arn()) : listener(entry.arn());
  }

  private List<Action> rule(String arn) throws ProviderException {
    List<Rule> rules =
        Errors.read("read rule " + arn, () -> clients.elb().describeRules(r -> r.ruleArns(arn)))
            .rules();
    return actionsOfRule(rules, arn).orElseThrow(() -> gone(arn));
  }

  static Optional<List<Action>> actionsOfRule(List<Rule> rules, String arn) {
    return rules.stream().filter(rule -> rule.ruleArn().equals(arn)).findFirst().map(Rule::actions);
  }

  private List<Action> listener(String arn) throws ProviderException {
    List<Listener> listeners =
        Errors.read(
                "read listener " + arn,
                () -> clients.elb().describeListeners(r -> r.listenerArns(arn)))
            .listeners();
    return actionsOfListener(listeners, arn).orElseThrow(() -> gone(arn));
  }

  static Optional<List<Action>> actionsOfListener(List<Listener> listeners, String arn) {
    return listeners.stream()
        .filter(listener -> listener.listenerArn().equals(arn))
        .findFirst()
        .map(Listener::defaultActions);
  }

  /** Replaces all of an entry's actions in one step. */
  void write(Entry entry, List<Action> actions) throws ProviderException {
    if (entry.kind() == Entry.Kind.RULE) {
      Errors.act(
          "set the actions of rule " + entry.arn(),
          () -> clients.elb().modifyRule(r -> r.ruleArn(entry.arn()).actions(actions)));
    } else {
      Errors.act(
          "set the default actions of listener " + entry.arn(),
          () ->
              clients
                  .elb()
                  .modifyListener(r -> r.listenerArn(entry.arn()).defaultActions(actions)));
    }
  }

  static ProviderException gone(String arn) {
    return new ProviderException(
        Failure.Kind.GONE,
        arn + " does not exist; run the infrastructure program, which makes it and hands it over");
  }
}
