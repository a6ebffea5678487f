package com.pharmaserv.repave.infra.policy;

import com.pharmaserv.repave.infra.view.Inventory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rules, and looking at a stack with them. */
public final class Rules {
  private Rules() {}

  /** All rules, by their ids. */
  public static List<Rule> all(LocalDate today) {
    List<Rule> all = new ArrayList<>();
    all.addAll(PlaceRules.RULES);
    all.addAll(NetworkRules.RULES);
    all.addAll(ReachRules.RULES);
    all.addAll(EdgeRules.rules(today));
    all.addAll(MachineRules.RULES);
    all.addAll(DatabaseRules.RULES);
    all.addAll(BackupRules.RULES);
    all.addAll(GuardRules.RULES);
    all.addAll(BucketRules.RULES);
    all.addAll(AccessRules.RULES);
    all.addAll(WatchRules.RULES);
    all.addAll(FlowRules.RULES);
    Facts facts = Facts.standard();
    all.addAll(SenderRules.rules(facts));
    all.addAll(DeliveryRules.rules(facts));
    all.addAll(OrderRules.rules(facts));
    all.addAll(KeyRules.rules(facts));
    all.addAll(GrantRules.rules(facts));
    all.sort(Comparator.comparing(Rule::id));
    return List.copyOf(all);
  }

  /** What each rule sees in a stack. */
  public static Map<Rule, Sight> look(List<Rule> rules, Inventory stack) {
    Map<Rule, Sight> sights = new LinkedHashMap<>();
    for (Rule rule : rules) {
      Sight sight = new Sight(rule.id());
      rule.check().look(stack, sight);
      sights.put(rule, sight);
    }
    return sights;
  }

  /** Everything that is wrong with a stack. */
  public static List<Sight.Finding> findings(List<Rule> rules, Inventory stack) {
    return look(rules, stack).values().stream().flatMap(s -> s.findings().stream()).toList();
  }
}
