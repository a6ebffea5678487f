package com.pharmaserv.repave.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.config.Shape.Demand;
import com.pharmaserv.repave.config.Shape.Rule;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Prints a shape as a JSON Schema (draft 2020-12), for editors and for whoever writes a file. */
final class SchemaPrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longest line that holds a whole mapping or list. */
  private static final int LINE_MAX = 100;

  /** What has a name, in the order in which it is met. */
  private final Map<String, Kind> definitions = new LinkedHashMap<>();

  private SchemaPrinter() {}

  /**
   * The schema of one kind of file.
   *
   * @param file name of the schema's file
   */
  static ObjectNode print(String file, String title, Shape shape) {
    SchemaPrinter printer = new SchemaPrinter();
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://pharmaserv.example/repave/" + file);
    schema.put("title", title);
    printer.mapping(schema, shape);
    ObjectNode named = JSON.createObjectNode();
    // Printing one may meet others: they are added behind it.
    while (named.size() < printer.definitions.size()) {
      var next = List.copyOf(printer.definitions.entrySet()).get(named.size());
      printer.kind(named.putObject(next.getKey()), next.getValue());
    }
    schema.set("$defs", named);
    return schema;
  }

  private void mapping(ObjectNode into, Shape shape) {
    if (!shape.about().isEmpty()) {
      into.put("description", shape.about());
    }
    into.put("type", "object");
    if (!shape.extensible()) {
      into.put("additionalProperties", false);
    }
    List<String> required =
        shape.fields().stream().filter(Shape.Field::required).map(Shape.Field::name).toList();
    if (!required.isEmpty()) {
      texts(into.putArray("required"), required);
    }
    shape.rule().ifPresent(rule -> rule(into, rule));
    ObjectNode properties = into.putObject("properties");
    for (Shape.Field field : shape.fields()) {
      ObjectNode property = properties.putObject(field.name());
      property.put("description", field.about());
      field.usual().ifPresent(usual -> property.set("default", JSON.valueToTree(usual)));
      kind(property, field.kind());
    }
  }

  private void kind(ObjectNode into, Kind kind) {
    if (kind instanceof Kind.Named named) {
      Kind known = definitions.putIfAbsent(named.definition(), named.kind());
      if (known != null && !same(known, named.kind())) {
        throw new IllegalStateException("two kinds are called '" + named.definition() + "'");
      }
      into.put("$ref", "#/$defs/" + named.definition());
    } else if (kind instanceof Kind.Text text) {
      text(into, text);
    } else if (kind instanceof Kind.Prose) {
      into.put("type", "string").put("pattern", "\\S");
    } else if (kind instanceof Kind.Choice choice) {
      texts(into.putArray("enum"), choice.words());
    } else if (kind instanceof Kind.Whole whole) {
      into.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
    } else if (kind instanceof Kind.Flag) {
      into.put("type", "boolean");
    } else if (kind instanceof Kind.Items items) {
      items(into, items);
    } else if (kind instanceof Kind.Keyed keyed) {
      into.put("type", "object").put("minProperties", 1);
      kind(into.putObject("propertyNames"), keyed.key());
      kind(into.putObject("additionalProperties"), keyed.value());
    } else if (kind instanceof Kind.Either either) {
      ArrayNode kinds = into.putArray("oneOf");
      either.kinds().forEach(each -> kind(kinds.addObject(), each));
    } else if (kind instanceof Kind.Mapping of) {
      mapping(into, of.shape());
    }
  }

  /** Patterns have no equality of their own. */
  private static boolean same(Kind one, Kind other) {
    return one.toString().equals(other.toString());
  }

  private static void text(ObjectNode into, Kind.Text text) {
    into.put("type", "string");
    text.lengthMax().ifPresent(most -> into.put("maxLength", most));
    into.put("pattern", whole(text.shape()));
    text.never().ifPresent(never -> into.putObject("not").put("pattern", never.pattern()));
  }

  /** A reader matches the whole text, a schema any part of it. */
  private static String whole(Pattern pattern) {
    String text = pattern.pattern();
    return chooses(text) ? "^(" + text + ")$" : "^" + text + "$";
  }

  /** Whether the pattern as a whole is a choice, which the anchors would become part of. */
  private static boolean chooses(String pattern) {
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '\\' -> i++;
        case '(', '[' -> depth++;
        case ')', ']' -> depth--;
        case '|' -> {
          if (depth == 0) {
            return true;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  private void items(ObjectNode into, Kind.Items items) {
    into.put("type", "array");
    if (items.min() > 0) {
      into.put("minItems", items.min());
    }
    items.max().ifPresent(most -> into.put("maxItems", most));
    if (items.distinct()) {
      into.put("uniqueItems", true);
    }
    kind(into.putObject("items"), items.each());
  }

  private static void rule(ObjectNode into, Rule rule) {
    if (rule instanceof Rule.One) {
      into.put("minProperties", 1).put("maxProperties", 1);
    } else if (rule instanceof Rule.OneGroup one) {
      ArrayNode groups = into.putArray("oneOf");
      for (List<String> group : one.groups()) {
        ObjectNode each = groups.addObject();
        texts(each.putArray("required"), group);
        each.put("maxProperties", group.size());
      }
    } else if (rule instanceof Rule.Given given) {
      ObjectNode field = into.putObject("if").putObject("properties").putObject(given.field());
      field.put("const", given.value());
      demand(into.putObject("then"), given.then());
      demand(into.putObject("else"), given.otherwise());
    }
  }

  private static void demand(ObjectNode into, Demand demand) {
    if (!demand.needs().isEmpty()) {
      texts(into.putArray("required"), demand.needs());
    }
    if (!demand.refuses().isEmpty()) {
      ObjectNode refused = into.putObject("properties");
      demand.refuses().forEach(field -> refused.put(field, false));
    }
  }

  private static void texts(ArrayNode into, Collection<String> texts) {
    texts.forEach(into::add);
  }

  /** The tree as text: what is short and explains nothing on one line, the rest on many. */
  static String text(JsonNode tree) {
    StringBuilder text = new StringBuilder();
    write(text, tree, "");
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, JsonNode tree, String indent) {
    boolean described = !tree.findParents("description").isEmpty();
    String line = line(tree);
    int used = text.length() - (text.lastIndexOf("\n") + 1);
    boolean nested = tree.isObject() || (tree.isArray() && tree.path(0).isObject());
    if (!nested || tree.isEmpty() || (!described && used + line.length() <= LINE_MAX)) {
      text.append(line);
      return;
    }
    String deeper = indent + "  ";
    text.append(tree.isObject() ? "{" : "[");
    String between = "\n";
    if (tree.isObject()) {
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        text.append(between).append(deeper).append(quoted(field.getKey())).append(": ");
        write(text, field.getValue(), deeper);
        between = ",\n";
      }
    } else {
      for (JsonNode item : tree) {
        text.append(between).append(deeper);
        write(text, item, deeper);
        between = ",\n";
      }
    }
    text.append('\n').append(indent).append(tree.isObject() ? "}" : "]");
  }

  private static String line(JsonNode tree) {
    if (tree.isObject()) {
      return "{"
          + String.join(
              ", ",
              tree.properties().stream()
                  .map(field -> quoted(field.getKey()) + ": " + line(field.getValue()))
                  .toList())
          + "}";
    }
    if (tree.isArray()) {
      return "["
          + String.join(
              ", ",
              StreamSupport.stream(tree.spliterator(), false).map(SchemaPrinter::line).toList())
          + "]";
    }
    return tree.toString();
  }

  private static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }
}
