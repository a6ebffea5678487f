package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Names;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value together with its path and its place in the file. Every way to read it answers nothing
 * and notes a problem where the value does not fit, so that reading can go on.
 */
final class Item {
  /** Whole numbers with more digits than this are out of every range we have. */
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

  private final Problems problems;
  private final Node node;
  private final String path;

  Item(Problems problems, Node node, String path) {
    this.problems = problems;
    this.node = node;
    this.path = path;
  }

  Node node() {
    return node;
  }

  String path() {
    return path;
  }

  Item child(Node value, String childPath) {
    return new Item(problems, value, childPath);
  }

  /** The line that the value begins on, from 1. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** Notes a problem at this value; the message begins with the value's path. */
  void problem(String message, String remedy) {
    problemAt(node, (path.isEmpty() ? "the file" : path) + " " + message, remedy);
  }

  /** The known word that was meant, for as long as anybody reads it. */
  Optional<String> meant(String written, Collection<String> known) {
    return problems.enough() ? Optional.empty() : Words.nearest(written, known);
  }

  void problemAt(Node place, String message, String remedy) {
    place
        .getStartMark()
        .ifPresentOrElse(
            at -> problems.add(at, message, remedy), () -> problems.add(message, remedy));
  }

  /** The scalar as it is written, quoted for messages. */
  String quoted() {
    return node instanceof ScalarNode scalar ? Words.quote(scalar.getValue()) : "";
  }

  /** One line of text, not blank. */
  Optional<String> text() {
    return script()
        .filter(
            text -> {
              boolean good = text.chars().noneMatch(Character::isISOControl);
              if (!good) {
                problem(quoted() + " holds control characters", "write one line of plain text");
              }
              return good;
            });
  }

  /** Text that may span lines, not blank. */
  Optional<String> script() {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      return mismatch("text", "");
    }
    String text = scalar.getValue();
    if (!scalar.getTag().equals(Tag.STR)) {
      return mismatch("text", "put it in quotes: \"" + Words.plain(text) + "\"");
    }
    if (text.isBlank()) {
      problem("is empty", "write a value");
      return Optional.empty();
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
      problem(quoted() + " holds control characters", "write plain text");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /** Text of this kind. */
  Optional<String> matching(Kind.Text kind) {
    return text()
        .filter(
            text -> {
              boolean good = kind.fits(text);
              if (!good) {
                problem(quoted() + " must be " + kind.rule(), "");
              }
              return good;
            });
  }

  Optional<String> name(String what) {
    return text().flatMap(text -> build(() -> Names.require(what, text)));
  }

  Optional<String> oneOf(Kind.Choice choice) {
    Optional<String> text = text();
    if (text.isEmpty() || choice.words().contains(text.get())) {
      return text;
    }
    problem(quoted() + " is unknown", "write " + String.join(" or ", choice.words()));
    return Optional.empty();
  }

  Optional<Integer> integer(Kind.Whole range) {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      return mismatch("a whole number", "");
    }
    String text = scalar.getValue();
    boolean digits = WHOLE.matcher(text).matches();
    if (!scalar.getTag().equals(Tag.INT)) {
      boolean quotes = digits && scalar.getScalarStyle() != ScalarStyle.PLAIN;
      return mismatch("a whole number", quotes ? "write it without quotes: " + text : "");
    }
    if (!digits || Integer.parseInt(text) < range.min() || Integer.parseInt(text) > range.max()) {
      problem(quoted() + " must be from " + range.min() + " to " + range.max(), "");
      return Optional.empty();
    }
    return Optional.of(Integer.valueOf(text));
  }

  Optional<Boolean> flag() {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return Optional.of(Boolean.valueOf(scalar.getValue()));
    }
    return mismatch("true or false", "write true or false, without quotes");
  }

  Optional<Duration> duration() {
    Optional<Duration> duration =
        node instanceof ScalarNode scalar ? Units.duration(scalar.getValue()) : Optional.empty();
    if (duration.isEmpty()) {
      problem(
          (quoted() + " is not a duration").strip(), "write a number and a unit: ms, s, m, h or d");
    } else if (duration.get().compareTo(Units.DURATION_MAX) > 0) {
      problem(quoted() + " is longer than " + Units.DURATION_MAX.toDays() + "d", "");
      return Optional.empty();
    }
    return duration;
  }

  Optional<Duration> durationAboveZero() {
    return duration()
        .filter(
            duration -> {
              if (duration.isZero()) {
                problem(quoted() + " must be above 0", "");
              }
              return !duration.isZero();
            });
  }

  /** A percentage within both limits, which belong to the range. */
  Optional<BigDecimal> percent(int min, int max) {
    Optional<BigDecimal> percent =
        node instanceof ScalarNode scalar ? Units.percent(scalar.getValue()) : Optional.empty();
    if (percent.isEmpty()) {
      problem(
          (quoted() + " is not a percentage").strip(),
          "write a number and a percent sign, such as 5%");
      return percent;
    }
    return percent.filter(
        value -> {
          boolean good =
              value.compareTo(BigDecimal.valueOf(min)) >= 0
                  && value.compareTo(BigDecimal.valueOf(max)) <= 0;
          if (!good) {
            problem(quoted() + " must be from " + min + "% to " + max + "%", "");
          }
          return good;
        });
  }

  /** A percentage within both limits that has no fraction. */
  Optional<Integer> wholePercent(int min, int max) {
    return percent(min, max)
        .filter(
            value -> {
              boolean whole = value.stripTrailingZeros().scale() <= 0;
              if (!whole) {
                problem(quoted() + " must be a whole percentage", "");
              }
              return whole;
            })
        .map(BigDecimal::intValue);
  }

  /** The items of a list, read one by one; nothing where one of them does not fit. */
  <T> Optional<List<T>> list(Function<Item, Optional<T>> reader) {
    if (!(node instanceof SequenceNode sequence)) {
      return mismatch("a list", "write [one, two], or a line \"- one\" for each");
    }
    List<T> values = new ArrayList<>();
    int index = 0;
    for (Node value : sequence.getValue()) {
      reader.apply(child(value, path + "[" + index++ + "]")).ifPresent(values::add);
    }
    return values.size() == index ? Optional.of(values) : Optional.empty();
  }

  /** Builds a value of the model and notes its refusal here, in the model's own words. */
  <T> Optional<T> build(Supplier<T> builder) {
    try {
      return Optional.of(builder.get());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      problemAt(node, path.isEmpty() ? message : path + ": " + message, "");
      return Optional.empty();
    }
  }

  <T> Optional<T> mismatch(String expected, String remedy) {
    String value =
        node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
            ? Words.quote(scalar.getValue()) + " "
            : "";
    problem(value + "is " + kind() + ", not " + expected, remedy);
    return Optional.empty();
  }

  private String kind() {
    if (node instanceof MappingNode) {
      return "a mapping";
    }
    if (node instanceof SequenceNode) {
      return "a list";
    }
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return "empty";
    }
    if (tag.equals(Tag.BOOL)) {
      return "true or false";
    }
    return tag.equals(Tag.STR) ? "text" : "a number";
  }
}
