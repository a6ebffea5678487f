package com.pharmaserv.repave.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value may be, as far as the value alone can tell. The readers check values with these, and
 * the JSON Schemas in environments/ are printed from them.
 */
sealed interface Kind {
  /** The same kind under a name of its own in the schema, for what stands in several places. */
  default Kind as(String definition) {
    return new Named(definition, this);
  }

  /**
   * Text that fits a pattern from its first character to its last.
   *
   * @param lengthMax most characters, where the pattern itself does not say it
   * @param never what must not be found anywhere in it
   * @param rule in words, what the text must be
   */
  record Text(Pattern shape, Optional<Integer> lengthMax, Optional<Pattern> never, String rule)
      implements Kind {
    static Text of(String shape, String rule) {
      return of(Pattern.compile(shape), rule);
    }

    static Text of(Pattern shape, String rule) {
      return new Text(shape, Optional.empty(), Optional.empty(), rule);
    }

    Text upTo(int length) {
      return new Text(shape, Optional.of(length), never, rule);
    }

    Text without(String pattern) {
      return new Text(shape, lengthMax, Optional.of(Pattern.compile(pattern)), rule);
    }

    boolean fits(String text) {
      return shape.matcher(text).matches()
          && text.length() <= lengthMax.orElse(Integer.MAX_VALUE)
          && never.stream().noneMatch(pattern -> pattern.matcher(text).find());
    }
  }

  /** Any text that is not blank. */
  record Prose() implements Kind {}

  /** One of a few words. */
  record Choice(List<String> words) implements Kind {
    public Choice {
      words = List.copyOf(words);
    }

    static Choice of(String... words) {
      return new Choice(List.of(words));
    }
  }

  /** A whole number; both limits belong to the range. */
  record Whole(int min, int max) implements Kind {}

  /** True or false. */
  record Flag() implements Kind {}

  /**
   * A list.
   *
   * @param min fewest items
   * @param max most items; empty for as many as a file holds
   * @param distinct whether no item may stand there twice
   */
  record Items(Kind each, int min, Optional<Integer> max, boolean distinct) implements Kind {
    static Items of(Kind each) {
      return new Items(each, 0, Optional.empty(), false);
    }

    Items from(int fewest) {
      return new Items(each, fewest, max, distinct);
    }

    Items upTo(int most) {
      return new Items(each, min, Optional.of(most), distinct);
    }

    Items unique() {
      return new Items(each, min, max, true);
    }
  }

  /** A mapping whose fields have names that are values themselves; at least one. */
  record Keyed(Kind key, Kind value) implements Kind {}

  /** One kind or another. */
  record Either(List<Kind> kinds) implements Kind {
    public Either {
      kinds = List.copyOf(kinds);
    }
  }

  /** A kind that is stated once in a schema and referred to by its name. */
  record Named(String definition, Kind kind) implements Kind {}

  /** A mapping with the fields of a shape. */
  record Mapping(Shape shape) implements Kind {}
}
