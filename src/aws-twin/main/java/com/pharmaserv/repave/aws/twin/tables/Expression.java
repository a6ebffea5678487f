package com.pharmaserv.repave.aws.twin.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Evaluates one expression with its placeholders: {@code AND}, {@code OR}, comparisons, {@code
 * BETWEEN}, {@code attribute_exists}, {@code attribute_not_exists}, and {@code SET} with {@code +}
 * and {@code if_not_exists}. Anything else, names without a placeholder too, is an error of the
 * test, for the double must not be more lenient than DynamoDB.
 */
final class Expression {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*(?:([#:]\\w+)|(\\w+)|(<>|<=|>=|[=<>(),+]))");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final Map<String, String> names;
  private final Map<String, JsonNode> values;
  private final Set<String> used = new TreeSet<>();
  private int next;

  Expression(String text, Map<String, String> names, Map<String, JsonNode> values) {
    this.text = text;
    this.names = names;
    this.values = values;
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.find() && token.start() == end) {
      tokens.add(token.group().strip());
      end = token.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new AssertionError("the double cannot read '" + text.substring(end) + "' in: " + text);
    }
  }

  /** Placeholders that were used so far. */
  Set<String> used() {
    return used;
  }

  /** Whether the item, empty if there is none, satisfies the whole expression. */
  boolean holds(ObjectNode item) {
    next = 0;
    boolean holds = or(item);
    end();
    return holds;
  }

  /** Carries out a whole update on a copy. */
  ObjectNode updated(ObjectNode item) {
    next = 0;
    ObjectNode changed = item.deepCopy();
    take("SET");
    do {
      String name = name();
      take("=");
      // All right sides see the item as it was before.
      changed.set(name, term(item));
    } while (maybe(","));
    end();
    return changed;
  }

  private boolean or(ObjectNode item) {
    boolean holds = and(item);
    while (maybe("OR")) {
      // No short cut: the rest must be read.
      boolean other = and(item);
      holds = holds || other;
    }
    return holds;
  }

  private boolean and(ObjectNode item) {
    boolean holds = primary(item);
    while (maybe("AND")) {
      boolean other = primary(item);
      holds = holds && other;
    }
    return holds;
  }

  private boolean primary(ObjectNode item) {
    if (maybe("(")) {
      boolean holds = or(item);
      take(")");
      return holds;
    }
    if (maybe("attribute_exists")) {
      return exists(item);
    }
    if (maybe("attribute_not_exists")) {
      return !exists(item);
    }
    Optional<JsonNode> left = operand(item);
    String operator = take();
    if (operator.equals("BETWEEN")) {
      Optional<JsonNode> from = operand(item);
      take("AND");
      Optional<JsonNode> to = operand(item);
      return compared(left, ">=", from) && compared(left, "<=", to);
    }
    return compared(left, operator, operand(item));
  }

  private boolean exists(ObjectNode item) {
    take("(");
    String name = name();
    take(")");
    return item.has(name);
  }

  private boolean compared(Optional<JsonNode> left, String operator, Optional<JsonNode> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    OptionalInt order = Values.compare(left.get(), right.get());
    int sign = order.orElse(0);
    return switch (operator) {
      case "=" -> order.isPresent() && sign == 0;
      case "<>" -> order.isEmpty() || sign != 0;
      case "<" -> order.isPresent() && sign < 0;
      case "<=" -> order.isPresent() && sign <= 0;
      case ">" -> order.isPresent() && sign > 0;
      case ">=" -> order.isPresent() && sign >= 0;
      default -> throw new AssertionError("the double has no '" + operator + "': " + text);
    };
  }

  private JsonNode term(ObjectNode item) {
    JsonNode value = factor(item);
    while (maybe("+")) {
      value = Values.sum(value, factor(item));
    }
    return value;
  }

  private JsonNode factor(ObjectNode item) {
    Optional<JsonNode> value;
    if (maybe("if_not_exists")) {
      take("(");
      Optional<JsonNode> there = operand(item);
      take(",");
      Optional<JsonNode> otherwise = operand(item);
      take(")");
      value = there.or(() -> otherwise);
    } else {
      value = operand(item);
    }
    return value.orElseThrow(
        () ->
            Values.invalid(
                "The provided expression refers to an attribute that does not exist in the item"));
  }

  private Optional<JsonNode> operand(ObjectNode item) {
    if (tokens.get(next).startsWith(":")) {
      String placeholder = take();
      used.add(placeholder);
      JsonNode value = values.get(placeholder);
      if (value == null) {
        throw Values.invalid(
            "Invalid expression: An expression attribute value used in expression is not defined;"
                + " attribute value: "
                + placeholder);
      }
      return Optional.of(value);
    }
    return Optional.ofNullable(item.get(name()));
  }

  private String name() {
    String placeholder = take();
    if (!placeholder.startsWith("#")) {
      throw new AssertionError("the double wants a placeholder for '" + placeholder + "': " + text);
    }
    used.add(placeholder);
    String name = names.get(placeholder);
    if (name == null) {
      throw Values.invalid(
          "Invalid expression: An expression attribute name used in the document path is not"
              + " defined; attribute name: "
              + placeholder);
    }
    return name;
  }

  private String take() {
    if (next == tokens.size()) {
      throw Values.invalid("Invalid expression: Syntax error; token: <EOF>: " + text);
    }
    return tokens.get(next++);
  }

  private void take(String token) {
    String found = take();
    if (!found.equals(token)) {
      throw new AssertionError("the double wants '" + token + "', not '" + found + "': " + text);
    }
  }

  private boolean maybe(String token) {
    boolean found = next < tokens.size() && tokens.get(next).equals(token);
    next += found ? 1 : 0;
    return found;
  }

  private void end() {
    if (next != tokens.size()) {
      throw new AssertionError("the double cannot read '" + tokens.get(next) + "' in: " + text);
    }
  }
}
