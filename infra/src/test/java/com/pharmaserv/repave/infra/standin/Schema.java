package com.pharmaserv.repave.infra.standin;

import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.core.annotations.Import;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a type of resource takes and gives, read from the classes that Pulumi generated from the
 * provider's own schema.
 */
final class Schema {
  /** Objects lie at most this deep; none of the provider's own comes near it. */
  private static final int MAX_DEPTH = 30;

  private final Class<?> arguments;
  private final Set<String> outputs;

  private Schema(Class<?> arguments, Set<String> outputs) {
    this.arguments = arguments;
    this.outputs = outputs;
  }

  /** The schema of a type such as {@code aws:ec2/vpc:Vpc}; empty if the provider has none. */
  static Optional<Schema> of(String type) {
    String[] parts = type.split("[:/]", -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    String name = "com.pulumi.aws." + parts[1] + "." + parts[3];
    try {
      Set<String> outputs = new TreeSet<>();
      for (Field field : Class.forName(name).getDeclaredFields()) {
        Export export = field.getAnnotation(Export.class);
        if (export != null) {
          outputs.add(export.name());
        }
      }
      return Optional.of(new Schema(Class.forName(name + "Args"), outputs));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What the provider reports of a resource. */
  Set<String> outputs() {
    return outputs;
  }

  boolean takes(String property) {
    return fields(arguments).containsKey(property);
  }

  /** What is wrong with inputs, by property: missing, unknown to the provider, of another kind. */
  Map<String, String> problems(Map<String, Object> inputs) {
    Map<String, String> problems = new LinkedHashMap<>();
    object(inputs, arguments, "", problems, 0);
    return problems;
  }

  private static void object(
      Map<?, ?> tree, Class<?> kind, String path, Map<String, String> problems, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalStateException(path + " lies deeper than " + MAX_DEPTH);
    }
    Map<String, Field> fields = fields(kind);
    for (Object name : tree.keySet()) {
      if (!fields.containsKey(String.valueOf(name)) && !name.equals("__defaults")) {
        problems.put(path + name, "the provider knows no such property");
      }
    }
    fields.forEach(
        (name, field) -> {
          Object value = tree.get(name);
          if (value != null) {
            value(value, field.getGenericType(), path + name, problems, depth + 1);
          } else if (field.getAnnotation(Import.class).required()) {
            problems.put(path + name, "is required");
          }
        });
  }

  private static void value(
      Object value, Type type, String path, Map<String, String> problems, int depth) {
    if (value.equals(Values.UNKNOWN)) {
      return;
    }
    if (type instanceof ParameterizedType of) {
      Class<?> raw = (Class<?>) of.getRawType();
      if (raw == Output.class) {
        value(value, of.getActualTypeArguments()[0], path, problems, depth);
      } else if (List.class.isAssignableFrom(raw)) {
        if (!(value instanceof List<?> list)) {
          problems.put(path, "is no list");
          return;
        }
        for (int i = 0; i < list.size(); i++) {
          value(list.get(i), of.getActualTypeArguments()[0], path + "." + i, problems, depth);
        }
      } else if (Map.class.isAssignableFrom(raw) && !(value instanceof Map<?, ?>)) {
        problems.put(path, "is no map");
      }
      return;
    }
    Class<?> kind = (Class<?>) type;
    if (!fields(kind).isEmpty()) {
      if (value instanceof Map<?, ?> map) {
        object(map, kind, path + ".", problems, depth);
      } else {
        problems.put(path, "is no object");
      }
    } else if (Number.class.isAssignableFrom(kind) && !(value instanceof Number)) {
      problems.put(path, "is no number");
    } else if (kind == Boolean.class && !(value instanceof Boolean)) {
      problems.put(path, "is neither true nor false");
    } else if (kind == String.class && !(value instanceof String)) {
      problems.put(path, "is no text");
    }
  }

  /** The properties that a class of arguments declares, with those that it inherits. */
  private static Map<String, Field> fields(Class<?> kind) {
    Map<String, Field> fields = new LinkedHashMap<>();
    List<Class<?>> classes = new ArrayList<>();
    for (Class<?> each = kind; each != null; each = each.getSuperclass()) {
      classes.add(each);
    }
    for (Class<?> each : classes) {
      for (Field field : each.getDeclaredFields()) {
        Import property = field.getAnnotation(Import.class);
        if (property != null) {
          fields.put(property.name().isEmpty() ? field.getName() : property.name(), field);
        }
      }
    }
    return fields;
  }
}
