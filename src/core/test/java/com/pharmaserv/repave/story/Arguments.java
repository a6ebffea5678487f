package com.pharmaserv.repave.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command's line in its parts: {@code machines g0002 healthy=2/3 "a text"} has the word {@code
 * machines}, one plain argument, one named argument, and a text.
 */
final class Arguments {
  private static final Pattern PART = Pattern.compile("([a-z-]+=)?(\"[^\"]*\"|\\S+)");

  final String word;
  private final String line;
  private final List<String> plain = new ArrayList<>();
  private final Map<String, String> named = new TreeMap<>();
  private final Optional<String> text;
  private int next;

  Arguments(String line) {
    this.line = line;
    Optional<String> quoted = Optional.empty();
    Matcher part = PART.matcher(line);
    while (part.find()) {
      String value = part.group(2);
      boolean quotes = value.startsWith("\"");
      String bare = quotes ? value.substring(1, value.length() - 1) : value;
      if (part.group(1) != null) {
        named.put(part.group(1).substring(0, part.group(1).length() - 1), bare);
      } else if (quotes) {
        quoted = Optional.of(bare);
      } else {
        plain.add(bare);
      }
    }
    this.text = quoted;
    this.word = next().orElseThrow(() -> wrong("has no word"));
  }

  /** The next plain argument. */
  Optional<String> next() {
    return next < plain.size() ? Optional.of(plain.get(next++)) : Optional.empty();
  }

  String need(String what) {
    return next().orElseThrow(() -> wrong("needs " + what));
  }

  /** All plain arguments that are left, as one. */
  String rest() {
    if (next == plain.size()) {
      throw wrong("needs a place such as soak");
    }
    return String.join(" ", plain.subList(next, plain.size()));
  }

  Optional<String> named(String name) {
    return Optional.ofNullable(named.get(name));
  }

  /** Whether the plain word is among the arguments. */
  boolean has(String flag) {
    return plain.contains(flag);
  }

  String text() {
    return text.orElse("");
  }

  /** {@code g0002} as 2. */
  int generation() {
    String name = need("a generation, for example g0002");
    if (!name.matches("g\\d{4}")) {
      throw wrong("names no generation such as g0002 but '%s'".formatted(name));
    }
    return Integer.parseInt(name.substring(1));
  }

  /** {@code 61s}, {@code 2m}, {@code 20ms}. */
  static Duration span(String text) {
    Matcher span = Pattern.compile("(\\d+)(ms|s|m|h)").matcher(text);
    if (!span.matches()) {
      throw new IllegalArgumentException("'%s' is no span such as 61s".formatted(text));
    }
    long number = Long.parseLong(span.group(1));
    return switch (span.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  IllegalArgumentException wrong(String how) {
    return new IllegalArgumentException("the command '%s' %s".formatted(line, how));
  }
}
