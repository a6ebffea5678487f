package com.pharmaserv.repave.infra.view;

import com.pharmaserv.repave.model.Jurisdiction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** All resources of a stack, and the ways between them. */
public final class Inventory {
  private final Jurisdiction jurisdiction;
  private final List<ResourceView> all;
  private final Map<String, ResourceView> byUrn = new LinkedHashMap<>();

  /**
   * @param jurisdiction that all of it is to stay in
   */
  public Inventory(Jurisdiction jurisdiction, List<ResourceView> all) {
    this.jurisdiction = jurisdiction;
    this.all = List.copyOf(all);
    all.forEach(view -> byUrn.put(view.urn(), view));
  }

  public Jurisdiction jurisdiction() {
    return jurisdiction;
  }

  public List<ResourceView> all() {
    return all;
  }

  /** The resources of AWS, without components and providers. */
  public Stream<ResourceView> aws() {
    return all.stream().filter(view -> view.type().startsWith("aws:"));
  }

  /** The resources of a type, such as {@code ec2/vpc:Vpc}. */
  public List<ResourceView> of(String type) {
    String full = type.startsWith("pulumi:") ? type : "aws:" + type;
    return all.stream().filter(view -> view.type().equals(full)).toList();
  }

  public Optional<ResourceView> find(String urn) {
    return Optional.ofNullable(byUrn.get(urn));
  }

  /** The resources of a type that an input comes from. */
  public List<ResourceView> used(ResourceView view, String input, String type) {
    List<ResourceView> used = new ArrayList<>();
    for (String urn : view.uses().getOrDefault(input, Set.of())) {
      find(urn).filter(other -> other.type().equals("aws:" + type)).ifPresent(used::add);
    }
    return used;
  }

  /** The resources of a type one of whose inputs comes from the resource. */
  public List<ResourceView> users(ResourceView view, String type, String input) {
    return of(type).stream()
        .filter(user -> user.uses().getOrDefault(input, Set.of()).contains(view.urn()))
        .toList();
  }

  /** The region that a resource is made in; empty where no provider says so. */
  public String region(ResourceView view) {
    return find(view.provider()).map(provider -> provider.text("region")).orElse("");
  }

  /** The regions of the stack's providers, sorted. */
  public List<String> regions() {
    return of("pulumi:providers:aws").stream()
        .map(provider -> provider.text("region"))
        .distinct()
        .sorted()
        .toList();
  }

  /** URNs of all that must stand before the resource, however many steps away. */
  public Set<String> before(ResourceView view) {
    Set<String> before = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(view.dependencies());
    while (!next.isEmpty()) {
      String urn = next.pop();
      if (before.add(urn)) {
        find(urn).ifPresent(each -> next.addAll(each.dependencies()));
      }
    }
    return before;
  }

  /** Whether some input is known only after what it comes from is made. */
  public boolean hasUnknown() {
    return all.stream().anyMatch(view -> unknown(view.inputs()));
  }

  private static boolean unknown(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(Inventory::unknown);
    }
    if (tree instanceof List<?> list) {
      return list.stream().anyMatch(Inventory::unknown);
    }
    return tree instanceof ResourceView.Unknown;
  }

  /** The value of a tag on a resource. */
  public static String tag(ResourceView view, String name) {
    return view.at("tags")
        .filter(Map.class::isInstance)
        .map(tags -> ((Map<?, ?>) tags).get(name))
        .map(String::valueOf)
        .orElse("");
  }
}
