package com.pharmaserv.repave.aws.twin;

import com.pharmaserv.repave.aws.twin.balancing.Balancing;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.scaling.Scaling;
import com.pharmaserv.repave.aws.twin.watch.Alarms;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that the account has, so that a test can prove that nothing is left behind.
 *
 * @param entries region, kind and id, sorted
 */
public record Inventory(List<String> entries) {
  public Inventory {
    entries = List.copyOf(new TreeSet<>(entries));
  }

  static Inventory of(TwinCloud cloud) {
    return cloud.guarded(
        () -> new Inventory(cloud.regions().stream().flatMap(Inventory::in).toList()));
  }

  private static Stream<String> in(TwinRegion region) {
    Scaling scaling = region.part(Scaling.class);
    return Stream.of(
            kind("group", scaling.groupNames()),
            kind("extra", scaling.extras()),
            kind("alarm", region.part(Alarms.class).names()),
            kind("balancing", region.part(Balancing.class).arns()),
            region.part(Compute.class).holdings().stream())
        .flatMap(found -> found)
        .map(entry -> region.name() + " " + entry);
  }

  private static Stream<String> kind(String kind, List<String> ids) {
    return ids.stream().map(id -> kind + " " + id);
  }

  /** What is here and was not there. */
  public List<String> since(Inventory before) {
    return entries.stream().filter(entry -> !before.entries().contains(entry)).toList();
  }
}
