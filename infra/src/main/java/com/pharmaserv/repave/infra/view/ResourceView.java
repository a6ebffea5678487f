package com.pharmaserv.repave.infra.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as rules see it, whether it comes from a run under mocks, a preview or a stack's
 * state.
 *
 * @param type for example {@code aws:ec2/vpc:Vpc}
 * @param name its logical name
 * @param inputs a tree of maps, lists, text, numbers, booleans, {@link Secret} and {@link Unknown}
 * @param provider URN of the provider that makes it; empty for components and providers
 * @param parent URN of the component that it belongs to; empty if none
 * @param protect whether Pulumi refuses to delete it
 * @param ignoreChanges paths that Pulumi leaves as they are
 * @param dependencies URNs of what must stand before it
 * @param uses which resources each input comes from, by URN
 */
public record ResourceView(
    String urn,
    String type,
    String name,
    Map<String, Object> inputs,
    String provider,
    String parent,
    boolean protect,
    Set<String> ignoreChanges,
    Set<String> dependencies,
    Map<String, Set<String>> uses) {

  /** A value that Pulumi keeps encrypted. */
  public record Secret(Object value) {}

  /** A value that is not known before the resource that it comes from is there. */
  public record Unknown() {}

  /**
   * The value at a path of names and indices, such as {@code metadataOptions.httpTokens} or {@code
   * rules.0.id}; empty where there is none.
   */
  public Optional<Object> at(String path) {
    Object value = inputs;
    for (String step : path.split("\\.", -1)) {
      Object next = null;
      if (value instanceof Map<?, ?> map) {
        next = map.get(step);
      } else if (value instanceof List<?> list && Integer.parseInt(step) < list.size()) {
        next = list.get(Integer.parseInt(step));
      }
      if (next == null) {
        return Optional.empty();
      }
      value = next;
    }
    return Optional.of(value);
  }

  /** The text at a path; empty where there is none or it is not known yet. */
  public String text(String path) {
    return at(path).filter(String.class::isInstance).map(String.class::cast).orElse("");
  }

  /** Whether the value at a path is true. */
  public boolean flag(String path) {
    return at(path).filter(value -> value.equals(true) || value.equals("true")).isPresent();
  }

  /** The number at a path; NaN where there is none, which is neither above nor below anything. */
  public double number(String path) {
    return at(path)
        .filter(Number.class::isInstance)
        .map(Number.class::cast)
        .orElse(Double.NaN)
        .doubleValue();
  }

  /** Whether there is a value at a path, also one that is not known yet. */
  public boolean has(String path) {
    return at(path).filter(value -> !value.equals("")).isPresent();
  }

  /** The list at a path; empty where there is none. */
  public List<?> list(String path) {
    return at(path).filter(List.class::isInstance).map(value -> (List<?>) value).orElse(List.of());
  }

  /** The last part of the type, such as {@code Vpc}. */
  public String kind() {
    return type.substring(type.lastIndexOf(':') + 1);
  }
}
