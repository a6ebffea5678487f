package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One security property taken away.
 *
 * @param rule the id of the rule that must notice
 * @param what in words
 * @param change to each resource that it is about; empty deletes the resource
 */
record Mutation(
    String rule,
    String what,
    Predicate<ResourceView> about,
    Function<ResourceView, Optional<ResourceView>> change) {

  /** Deletes every resource of a type. */
  static Mutation delete(String rule, String type) {
    return delete(rule, type, view -> true);
  }

  /** Deletes some resources of a type. */
  static Mutation delete(String rule, String type, Predicate<ResourceView> which) {
    return new Mutation(rule, "delete " + type, of(type).and(which), view -> Optional.empty());
  }

  /** Deletes an input. */
  static Mutation drop(String rule, String type, String path) {
    return new Mutation(
        rule,
        "drop " + path + " of " + type,
        of(type).and(view -> view.has(path)),
        view -> Optional.of(with(view, path, null)));
  }

  /** Gives an input another value. */
  static Mutation set(String rule, String type, String path, Object value) {
    return new Mutation(
        rule,
        "set " + path + " of " + type + " to " + value,
        of(type),
        view -> Optional.of(with(view, path, value)));
  }

  /** Replaces text wherever it stands in an input. */
  static Mutation replace(String rule, String type, String path, String from, String to) {
    return new Mutation(
        rule,
        "replace " + from + " in " + path + " of " + type,
        of(type).and(view -> view.text(path).contains(from)),
        view -> Optional.of(with(view, path, view.text(path).replace(from, to))));
  }

  /** Changes what is no input. */
  static Mutation alter(String rule, String what, String type, UnaryOperator<ResourceView> change) {
    return new Mutation(
        rule, what + " of " + type, of(type), view -> Optional.of(change.apply(view)));
  }

  Inventory applyTo(Inventory stack) {
    List<ResourceView> all = new ArrayList<>();
    int changed = 0;
    for (ResourceView view : stack.all()) {
      if (about.test(view)) {
        changed++;
        change.apply(view).ifPresent(all::add);
      } else {
        all.add(view);
      }
    }
    if (changed == 0) {
      throw new IllegalStateException("there is nothing to " + what);
    }
    return new Inventory(stack.jurisdiction(), all);
  }

  @Override
  public String toString() {
    return rule + ": " + what;
  }

  static ResourceView protect(ResourceView view, boolean protect) {
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        view.inputs(),
        view.provider(),
        view.parent(),
        protect,
        view.ignoreChanges(),
        view.dependencies(),
        view.uses());
  }

  static ResourceView provider(ResourceView view, String provider) {
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        view.inputs(),
        provider,
        view.parent(),
        view.protect(),
        view.ignoreChanges(),
        view.dependencies(),
        view.uses());
  }

  static ResourceView ignoring(ResourceView view, Set<String> paths) {
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        view.inputs(),
        view.provider(),
        view.parent(),
        view.protect(),
        paths,
        view.dependencies(),
        view.uses());
  }

  static ResourceView waitingFor(ResourceView view, Set<String> dependencies) {
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        view.inputs(),
        view.provider(),
        view.parent(),
        view.protect(),
        view.ignoreChanges(),
        dependencies,
        view.uses());
  }

  /** The view with an input that comes from other resources. */
  static ResourceView using(ResourceView view, String input, Set<String> urns) {
    Map<String, Set<String>> uses = new LinkedHashMap<>(view.uses());
    uses.put(input, urns);
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        view.inputs(),
        view.provider(),
        view.parent(),
        view.protect(),
        view.ignoreChanges(),
        view.dependencies(),
        uses);
  }

  static ResourceView named(ResourceView view, String urn, String name) {
    return new ResourceView(
        urn,
        view.type(),
        name,
        view.inputs(),
        view.provider(),
        view.parent(),
        view.protect(),
        view.ignoreChanges(),
        view.dependencies(),
        view.uses());
  }

  /** The view with another value at a path; null takes the value away. */
  static ResourceView with(ResourceView view, String path, @Nullable Object value) {
    Map<String, Set<String>> uses = new LinkedHashMap<>(view.uses());
    if (!path.contains(".")) {
      uses.remove(path);
    }
    return new ResourceView(
        view.urn(),
        view.type(),
        view.name(),
        changed(view.inputs(), List.of(path.split("\\.", -1)), value),
        view.provider(),
        view.parent(),
        view.protect(),
        view.ignoreChanges(),
        view.dependencies(),
        uses);
  }

  private static Map<String, Object> changed(
      Map<?, ?> map, List<String> path, @Nullable Object value) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, each) -> copy.put(String.valueOf(key), each));
    String first = path.get(0);
    Object next = value;
    if (path.size() > 1) {
      next = inside(copy.getOrDefault(first, Map.of()), path.subList(1, path.size()), value);
    }
    if (next == null) {
      copy.remove(first);
    } else {
      copy.put(first, next);
    }
    return copy;
  }

  private static Object inside(Object tree, List<String> path, @Nullable Object value) {
    if (!(tree instanceof List<?> list)) {
      return changed((Map<?, ?>) tree, path, value);
    }
    List<Object> copy = new ArrayList<>(list);
    int index = Integer.parseInt(path.get(0));
    if (path.size() == 1) {
      if (value == null) {
        copy.remove(index);
      } else {
        copy.set(index, value);
      }
    } else {
      copy.set(index, inside(copy.get(index), path.subList(1, path.size()), value));
    }
    return copy;
  }

  private static Predicate<ResourceView> of(String type) {
    return view -> view.type().equals(type.startsWith("pulumi:") ? type : "aws:" + type);
  }
}
