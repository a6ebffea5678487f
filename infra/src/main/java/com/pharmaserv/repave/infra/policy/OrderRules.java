package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;
import static com.pharmaserv.repave.infra.policy.Claim.S8;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What must stand before something else is made. */
final class OrderRules {
  private final Facts facts;

  private OrderRules(Facts facts) {
    this.facts = facts;
  }

  static List<Rule> rules(Facts facts) {
    OrderRules rules = new OrderRules(facts);
    return List.of(
        Rule.of(
            "F06",
            "What AWS wants to find when something is made stands before it.",
            List.of(S5, S7, S8),
            "internal",
            rules::needs),
        Rule.of(
            "F07",
            "Who waits for an event that comes once stands before its cause.",
            List.of(S5),
            "internal",
            rules::listeners),
        Rule.of(
            "X04",
            "A destroy is refused before it reaches what carries traffic or evidence.",
            List.of(S7, S8),
            "internal",
            OrderRules::refuses));
  }

  /** What would be missed at once if a destroy got that far. */
  private static final List<String> CARRYING =
      List.of(
          "cfg/recorderStatus:RecorderStatus",
          "cloudtrail/trail:Trail",
          "cloudwatch/eventTarget:EventTarget",
          "cloudwatch/logAccountPolicy:LogAccountPolicy",
          "cloudwatch/metricAlarm:MetricAlarm",
          "guardduty/detector:Detector",
          "lb/listener:Listener",
          "lb/listenerRule:ListenerRule",
          "rds/clusterInstance:ClusterInstance",
          "route53/record:Record");

  /**
   * The journal's table stands behind all of them, and AWS refuses to delete it (DynamoDB developer
   * guide, "Deletion protection"). So it is what a destroy meets first.
   */
  private static void refuses(Inventory all, Sight sight) {
    List<ResourceView> tables =
        all.of("dynamodb/table:Table").stream()
            .filter(table -> table.flag("deletionProtectionEnabled"))
            .toList();
    sight.someOf(tables, "no table refuses to be deleted");
    for (ResourceView table : tables) {
      Set<String> before = all.before(table);
      for (String type : CARRYING) {
        sight.someOf(all.of(type), "there is no " + kind(type));
        for (ResourceView carrier : all.of(type)) {
          sight.require(
              carrier, before.contains(carrier.urn()), "would be deleted before " + table.name());
        }
      }
    }
  }

  private void needs(Inventory all, Sight sight) {
    for (Facts.Before fact : facts.before()) {
      for (ResourceView view : all.of(fact.type())) {
        List<ResourceView> needed =
            all.of(fact.needs()).stream().filter(each -> isMeant(all, fact, view, each)).toList();
        sight.require(
            view, !fact.some() || !needed.isEmpty(), "is made without a " + kind(fact.needs()));
        Set<String> before = all.before(view);
        for (ResourceView each : needed) {
          sight.require(view, before.contains(each.urn()), "may be made before " + each.name());
        }
      }
    }
  }

  private static boolean isMeant(
      Inventory all, Facts.Before fact, ResourceView view, ResourceView needed) {
    if (fact.input().isEmpty()) {
      return all.region(view).equals(all.region(needed));
    }
    Set<String> mine = view.uses().getOrDefault(fact.input(), Set.of());
    if (fact.theirs().isEmpty()) {
      return mine.contains(needed.urn());
    }
    return !Collections.disjoint(mine, needed.uses().getOrDefault(fact.theirs(), Set.of()));
  }

  private static String kind(String type) {
    return type.substring(type.lastIndexOf(':') + 1);
  }

  private void listeners(Inventory all, Sight sight) {
    for (Facts.Event fact : facts.events()) {
      List<ResourceView> rules =
          all.of("cloudwatch/eventRule:EventRule").stream()
              .filter(rule -> rule.text("eventPattern").contains("\"" + fact.event() + "\""))
              .toList();
      sight.someOf(rules, "nobody waits for " + fact.event());
      for (ResourceView rule : rules) {
        List<ResourceView> targets = all.users(rule, "cloudwatch/eventTarget:EventTarget", "rule");
        sight.require(rule, !targets.isEmpty(), "has no target");
        for (ResourceView cause : all.of(fact.cause())) {
          if (all.region(cause).equals(all.region(rule))
              && rule.text("eventPattern").contains("\"" + cause.text(fact.named()) + "\"")) {
            Set<String> before = all.before(cause);
            sight.require(
                cause,
                targets.stream().allMatch(target -> before.contains(target.urn())),
                "may be made before anybody waits for " + fact.event());
          }
        }
      }
    }
  }
}
