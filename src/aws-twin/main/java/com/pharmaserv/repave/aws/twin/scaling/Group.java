package com.pharmaserv.repave.aws.twin.scaling;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An Auto Scaling group without its machines.
 *
 * @param sources of traffic that are no target groups
 * @param suspended the reasons, by process
 * @param tags by key
 * @param deleting whether it shows "Delete in progress"
 */
record Group(
    String name,
    String arn,
    TemplateRef template,
    int min,
    int max,
    int desired,
    List<String> subnets,
    List<String> targetGroups,
    List<Source> sources,
    Settings settings,
    Map<GroupProcess, String> suspended,
    Map<String, Tag> tags,
    Instant createdAt,
    boolean deleting) {
  Group {
    subnets = List.copyOf(subnets);
    targetGroups = List.copyOf(targetGroups);
    sources = List.copyOf(sources);
    suspended = Map.copyOf(suspended);
    tags = Map.copyOf(tags);
  }

  /**
   * @param version as it was asked for: a number, {@code $Latest} or {@code $Default}
   */
  record TemplateRef(String id, String name, String version) {}

  /**
   * @param type {@code elb} for a classic load balancer, {@code vpc-lattice} for its target group
   */
  record Source(String identifier, String type) {}

  record Tag(String key, String value, boolean propagates) {}

  /**
   * @param graceSeconds after which health checks count
   * @param other settings that change nothing in the double, as they were given
   */
  record Settings(
      String healthCheckType,
      int graceSeconds,
      int cooldownSeconds,
      Optional<Integer> warmupSeconds,
      boolean protectsNew,
      Protection protection,
      Map<String, String> other) {
    Settings {
      other = Map.copyOf(other);
    }

    Settings keeping(Map<String, String> others) {
      return new Settings(
          healthCheckType,
          graceSeconds,
          cooldownSeconds,
          warmupSeconds,
          protectsNew,
          protection,
          others);
    }

    boolean trustsBalancer() {
      return healthCheckType.contains("ELB");
    }
  }

  boolean does(GroupProcess process) {
    return !suspended.containsKey(process);
  }

  Group sized(int newMin, int newMax, int newDesired) {
    return new Group(
        name,
        arn,
        template,
        newMin,
        newMax,
        newDesired,
        subnets,
        targetGroups,
        sources,
        settings,
        suspended,
        tags,
        createdAt,
        deleting);
  }

  Group with(TemplateRef newTemplate, List<String> newSubnets, Settings newSettings) {
    return new Group(
        name,
        arn,
        newTemplate,
        min,
        max,
        desired,
        newSubnets,
        targetGroups,
        sources,
        newSettings,
        suspended,
        tags,
        createdAt,
        deleting);
  }

  /** With a setting that changes nothing in the double, in place of what it had by that name. */
  Group keeping(String head, Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(settings.other());
    all.keySet().removeIf(key -> key.startsWith(head + "."));
    fields.forEach((key, value) -> all.put(head + "." + key, value));
    return with(template, subnets, settings.keeping(all));
  }

  Group attached(List<String> newTargetGroups, List<Source> newSources) {
    return new Group(
        name,
        arn,
        template,
        min,
        max,
        desired,
        subnets,
        newTargetGroups,
        newSources,
        settings,
        suspended,
        tags,
        createdAt,
        deleting);
  }

  Group suspending(Map<GroupProcess, String> now) {
    return new Group(
        name,
        arn,
        template,
        min,
        max,
        desired,
        subnets,
        targetGroups,
        sources,
        settings,
        now,
        tags,
        createdAt,
        deleting);
  }

  Group tagged(Tag tag) {
    Map<String, Tag> all = new TreeMap<>(tags);
    all.put(tag.key(), tag);
    return tagged(all);
  }

  Group untagged(String key) {
    Map<String, Tag> all = new TreeMap<>(tags);
    all.remove(key);
    return tagged(all);
  }

  private Group tagged(Map<String, Tag> all) {
    return new Group(
        name,
        arn,
        template,
        min,
        max,
        desired,
        subnets,
        targetGroups,
        sources,
        settings,
        suspended,
        all,
        createdAt,
        deleting);
  }

  Group beingDeleted() {
    return new Group(
        name,
        arn,
        template,
        0,
        0,
        0,
        subnets,
        targetGroups,
        sources,
        settings,
        suspended,
        tags,
        createdAt,
        true);
  }
}
