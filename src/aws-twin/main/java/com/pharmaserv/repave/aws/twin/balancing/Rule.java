package com.pharmaserv.repave.aws.twin.balancing;

import java.util.List;
import java.util.Optional;

/**
 * A listener's rule.
 *
 * @param priority empty for the listener's default rule, which is asked last
 */
record Rule(
    String arn,
    String listenerArn,
    Optional<Integer> priority,
    List<Condition> conditions,
    List<Forward> actions) {
  Rule {
    conditions = List.copyOf(conditions);
    actions = List.copyOf(actions);
  }

  Rule withActions(List<Forward> replaced) {
    return new Rule(arn, listenerArn, priority, conditions, replaced);
  }

  Rule withConditions(List<Condition> replaced) {
    return new Rule(arn, listenerArn, priority, replaced, actions);
  }

  boolean names(String groupArn) {
    return actions.stream().anyMatch(action -> action.names(groupArn));
  }

  /** The order in which a listener asks its rules. */
  int rank() {
    return priority.orElse(Integer.MAX_VALUE);
  }
}
