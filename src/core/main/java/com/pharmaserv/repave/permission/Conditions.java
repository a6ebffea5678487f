package com.pharmaserv.repave.permission;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The conditions of a statement, all of which must hold: values by operator and key. */
final class Conditions {
  private final SortedMap<String, SortedMap<String, List<String>>> operators = new TreeMap<>();

  static Conditions none() {
    return new Conditions();
  }

  /** Adds one; the key has one of the values. */
  Conditions with(String operator, String key, List<String> values) {
    operators.computeIfAbsent(operator, o -> new TreeMap<>()).put(key, List.copyOf(values));
    return this;
  }

  Conditions with(String operator, String key, String value) {
    return with(operator, key, List.of(value));
  }

  /** The thing must carry the tag already. */
  Conditions tagged(String tag, String value) {
    return with("StringEquals", "aws:ResourceTag/" + tag, value);
  }

  /** The request must put the tag on the thing. */
  Conditions tagging(String tag, String value) {
    return with("StringEquals", "aws:RequestTag/" + tag, value);
  }

  /** Only in the environment's regions. */
  static Conditions inRegions(Reach reach) {
    return none().with("StringEquals", "aws:RequestedRegion", reach.regions());
  }

  /** Only things that are born as this environment's. */
  static Conditions tagging(Reach reach) {
    return none()
        .tagging(Marks.MANAGED_BY, Marks.ROLLOUT_TOOL)
        .tagging(Marks.ENVIRONMENT, reach.environment());
  }

  /** Only things that this tool made for this environment. */
  static Conditions tagged(Reach reach) {
    return none()
        .tagged(Marks.MANAGED_BY, Marks.ROLLOUT_TOOL)
        .tagged(Marks.ENVIRONMENT, reach.environment());
  }

  SortedMap<String, SortedMap<String, List<String>>> operators() {
    return Collections.unmodifiableSortedMap(operators);
  }
}
