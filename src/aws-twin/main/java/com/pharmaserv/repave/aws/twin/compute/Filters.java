package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The filters of one kind of resource. EC2 user guide, "List and filter using the CLI and API":
 * values of a filter are joined with OR, filters with AND; {@code *} and {@code ?} are wildcards; a
 * filter's values are case-sensitive; at most 50 filters and 200 values each.
 */
final class Filters<V> {
  private static final int VALUES_MAX = 200;

  private final Function<V, List<Tag>> tags;
  private final Map<String, Function<V, List<String>>> fields = new TreeMap<>();

  Filters(Function<V, List<Tag>> tags) {
    this.tags = tags;
  }

  Filters<V> on(String name, Function<V, @Nullable Object> field) {
    return onAll(name, row -> Stream.ofNullable(field.apply(row)).map(Object::toString).toList());
  }

  Filters<V> onAll(String name, Function<V, List<String>> field) {
    fields.put(name, field);
    return this;
  }

  /** The rows that fit all filters, in their order. */
  List<V> apply(List<V> rows, List<Filter> filters) {
    List<V> left = rows;
    for (Filter filter : filters) {
      if (filter.values().isEmpty() || filter.values().size() > VALUES_MAX) {
        throw new TwinException(
            "InvalidParameterValue",
            "The filter '" + filter.name() + "' must have from 1 to " + VALUES_MAX + " values");
      }
      List<Pattern> patterns = filter.values().stream().map(Filters::pattern).toList();
      Function<V, List<String>> field = field(filter.name());
      left = left.stream().filter(row -> fits(field.apply(row), patterns)).toList();
    }
    return left;
  }

  private Function<V, List<String>> field(String name) {
    if (name.equals("tag-key")) {
      return row -> tags.apply(row).stream().map(Tag::key).toList();
    }
    if (name.startsWith("tag:")) {
      String key = name.substring("tag:".length());
      return row ->
          tags.apply(row).stream()
              .filter(tag -> tag.key().equals(key))
              .map(tag -> Objects.requireNonNullElse(tag.value(), ""))
              .toList();
    }
    return Optional.ofNullable(fields.get(name))
        .orElseThrow(
            () ->
                new TwinException("InvalidParameterValue", "The filter '" + name + "' is invalid"));
  }

  private static boolean fits(List<String> values, List<Pattern> patterns) {
    return values.stream()
        .anyMatch(value -> patterns.stream().anyMatch(p -> p.matcher(value).matches()));
  }

  private static Pattern pattern(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        regex.append(Pattern.quote(text.substring(i + 1, i + 2)));
        i++;
      } else {
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> Pattern.quote(Character.toString(c));
            });
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /**
   * One page.
   *
   * @param asked null for the usual size, which is the largest
   */
  static <T> Page<T> page(
      List<T> rows, @Nullable String token, @Nullable Integer asked, int min, int max) {
    int size = asked == null ? max : asked;
    if (size < min || size > max) {
      throw new TwinException(
          "InvalidParameterValue",
          "Value ( "
              + size
              + " ) for parameter maxResults is invalid. Expecting a value from "
              + (min + " to " + max + "."));
    }
    return Page.of(rows, Optional.ofNullable(token), size);
  }
}
