package com.pharmaserv.repave.infra.judges;

import com.pharmaserv.repave.infra.dryrun.Physical;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What judges of resources are asked: a stack's resources of AWS as Terraform names them, with
 * references where a value comes from another resource.
 */
final class ResourceQuestion {
  static final Path FOLDER = Judge.FOLDER.resolve("resources");

  private final Inventory stack;
  private final String account;
  private final Map<String, String> types;

  private ResourceQuestion(Inventory stack, String account, Map<String, String> types) {
    this.stack = stack;
    this.account = account;
    this.types = types;
  }

  /**
   * A resource in Terraform's words.
   *
   * @param name with its region, which no other of its type has
   * @param shown the name without it, because both regions have the same ones
   */
  record Resource(String type, String name, String shown, Object values) {}

  /** All resources of AWS; fails on a type that {@code bridge/types.tsv} does not know. */
  static Map<String, Object> of(Inventory stack, String account) throws IOException {
    ResourceQuestion question = new ResourceQuestion(stack, account, types());
    return Map.of("resources", stack.aws().map(question::resource).toList());
  }

  private static Map<String, String> types() throws IOException {
    return Files.readAllLines(Path.of("bridge/types.tsv")).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t", -1))
        .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
  }

  private Resource resource(ResourceView view) {
    Map<String, Object> values = new TreeMap<>();
    view.inputs()
        .forEach(
            (name, value) ->
                values.put(name, value(value, origins(view.uses().getOrDefault(name, Set.of())))));
    String shown = view.name().replaceFirst("^" + stack.region(view) + "-", "");
    return new Resource(type(view), view.name(), shown, values);
  }

  private String type(ResourceView view) {
    String type = types.get(view.type());
    if (type == null) {
      throw new IllegalArgumentException(
          "bridge/types.tsv has no line for '%s'".formatted(view.type()));
    }
    return type;
  }

  /** References by the outputs that the dry run gave to what an input comes from. */
  private Map<String, String> origins(Set<String> urns) {
    Map<String, String> origins = new TreeMap<>();
    for (String urn : urns) {
      stack
          .find(urn)
          .filter(view -> view.type().startsWith("aws:"))
          .ifPresent(
              view -> {
                String address = type(view) + "." + view.name() + ".";
                Physical made = made(view);
                origins.putIfAbsent(made.id(), address + "id");
                new TreeMap<>(made.outputs())
                    .forEach(
                        (name, value) ->
                            origins.putIfAbsent(String.valueOf(value), address + name));
              });
    }
    return origins;
  }

  private Physical made(ResourceView view) {
    return Physical.of(
        new Physical.Order(view.type(), view.name(), view.inputs(), account, stack.region(view)),
        "");
  }

  private static Object value(Object tree, Map<String, String> origins) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> values = new TreeMap<>();
      map.forEach((name, each) -> values.put(String.valueOf(name), value(each, origins)));
      return values;
    }
    if (tree instanceof List<?> list) {
      List<Object> values = new ArrayList<>();
      list.forEach(each -> values.add(value(each, origins)));
      return values;
    }
    if (tree instanceof ResourceView.Secret secret) {
      return value(secret.value(), origins);
    }
    return tree instanceof String text ? reference(text, origins) : tree;
  }

  /** Log groups are named with all that is in them. */
  private static String reference(String text, Map<String, String> origins) {
    String origin = origins.get(text.replaceFirst(":\\*$", ""));
    if (origin == null) {
      return text;
    }
    return text.endsWith(":*") ? "${" + origin + "}:*" : origin;
  }
}
