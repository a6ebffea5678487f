package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Actions that are allowed on the same things under the same conditions.
 *
 * @param sid of the statement
 * @param actions as IAM writes them
 * @param resources ARNs or patterns; none of them leaves the statement out
 */
record Grant(
    String sid,
    SortedSet<String> actions,
    Function<Reach, List<String>> resources,
    Function<Reach, Conditions> conditions) {
  static Grant of(
      String sid,
      List<String> actions,
      Function<Reach, List<String>> resources,
      Function<Reach, Conditions> conditions) {
    return new Grant(sid, new TreeSet<>(actions), resources, conditions);
  }
}
