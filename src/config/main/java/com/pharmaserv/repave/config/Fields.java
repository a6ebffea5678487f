package com.pharmaserv.repave.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The fields of one mapping, compared with its shape. */
final class Fields {
  private final Item owner;
  private final Shape shape;
  private final Map<String, Item> items = new LinkedHashMap<>();

  private Fields(Item owner, Shape shape) {
    this.owner = owner;
    this.shape = shape;
  }

  /** Notes every field that is unknown, missing or given twice; the good ones can be read. */
  static Fields open(Item owner, Shape shape) {
    Fields fields = new Fields(owner, shape);
    if (!(owner.node() instanceof MappingNode mapping)) {
      owner.mismatch(
          "a mapping",
          "the fields of " + shape.kind() + " are " + String.join(", ", shape.names()));
      return fields;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      fields.take(tuple.getKeyNode(), tuple.getValueNode());
    }
    for (Shape.Field field : shape.fields()) {
      if (field.required() && !fields.items.containsKey(field.name())) {
        String remedy = "add it, such as " + field.name() + ": " + field.example();
        owner.problemAt(mapping, fields.path(field.name()) + " is missing", remedy);
      }
    }
    return fields;
  }

  private void take(Node key, Node value) {
    if (!(key instanceof ScalarNode scalar)) {
      owner.problemAt(key, "a field's name must be text", "write name: value");
      return;
    }
    String name = scalar.getValue();
    String shown = path(Words.plain(name));
    Item first = items.get(name);
    if (name.equals("<<")) {
      owner.problemAt(key, "merge key '<<' is refused", "write the fields out");
    } else if (!shape.names().contains(name)) {
      if (shape.extensible()) {
        return;
      }
      String remedy =
          owner
              .meant(name, shape.names())
              .map(near -> "did you mean " + near + "?")
              .orElse("its fields are " + String.join(", ", shape.names()));
      owner.problemAt(key, shown + " is not a field of " + shape.kind(), remedy);
    } else if (first != null) {
      owner.problemAt(
          key, shown + " is given twice, first on line " + first.line(), "keep one of them");
    } else {
      items.put(name, owner.child(value, shown));
    }
  }

  private String path(String name) {
    return owner.path().isEmpty() ? name : owner.path() + "." + name;
  }

  /** The names of the fields that are there. */
  Set<String> present() {
    return items.keySet();
  }

  Optional<Item> item(String name) {
    return Optional.ofNullable(items.get(shape.field(name).name()));
  }

  /** Reads a field that the shape calls text of some kind. */
  Optional<String> text(String name) {
    Kind kind = shape.field(name).kind();
    if (kind instanceof Kind.Named named) {
      kind = named.kind();
    }
    if (!(kind instanceof Kind.Text text)) {
      throw new IllegalStateException(
          "'%s' of %s is not of a kind of text".formatted(name, shape.kind()));
    }
    return item(name).flatMap(i -> i.matching(text));
  }

  /**
   * Reads a field. The other value stands in where the field is absent and also where it is wrong:
   * what is built from it then is never used, because the problem has been noted.
   */
  <T> T read(String name, Function<Item, Optional<T>> reader, T otherwise) {
    return item(name).flatMap(reader).orElse(otherwise);
  }
}
