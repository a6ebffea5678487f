package com.pharmaserv.repave.aws.twin.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a query: flat names with dots, read as a tree. Lists are read in both dialects,
 * {@code X.member.1.Y} and EC2's {@code X.1.Y}.
 */
public final class Params {
  private static final Pattern ELEMENT = Pattern.compile("^(?:member\\.)?(\\d{1,6})(?:\\.(.*))?$");

  private final String path;
  private final NavigableMap<String, String> values;

  private Params(String path, NavigableMap<String, String> values) {
    this.path = path;
    this.values = values;
  }

  public static Params of(Map<String, String> values) {
    return new Params("", new TreeMap<>(values));
  }

  /** Reads a form body. */
  public static Params parse(String form) {
    NavigableMap<String, String> values = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Params("", values);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  public Map<String, String> all() {
    return values;
  }

  /** Whether anything was given at or below that name. */
  public boolean has(String name) {
    String below = values.ceilingKey(name + ".");
    return values.containsKey(name) || (below != null && below.startsWith(name + "."));
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value, or the refusal of a missing required parameter. */
  public String required(String name) {
    return text(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(
            () ->
                new TwinException(
                    "MissingParameter",
                    "The request must contain the parameter " + path + name + "."));
  }

  public Optional<Integer> number(String name) {
    return text(name).map(value -> parsed(name, value));
  }

  private int parsed(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new TwinException("ValidationError", "'" + value + "' at " + path + name);
    }
  }

  public Optional<Double> decimal(String name) {
    return text(name).map(Double::valueOf);
  }

  public Optional<Boolean> flag(String name) {
    return text(name).map(Boolean::valueOf);
  }

  public Optional<Instant> instant(String name) {
    return text(name).map(value -> parsedInstant(name, value));
  }

  private Instant parsedInstant(String name, String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new TwinException("ValidationError", "'" + value + "' at " + path + name);
    }
  }

  /** A list of plain values; empty if it was not given. */
  public List<String> texts(String name) {
    return items(name).stream().map(item -> item.text("").orElse("")).toList();
  }

  /**
   * A list of structures; empty if it was not given. A plain element is its own name {@code ""}.
   */
  public List<Params> items(String name) {
    NavigableMap<Integer, NavigableMap<String, String>> found = new TreeMap<>();
    for (Map.Entry<String, String> entry : values.tailMap(name + ".").entrySet()) {
      if (!entry.getKey().startsWith(name + ".")) {
        break;
      }
      Matcher element = ELEMENT.matcher(entry.getKey().substring(name.length() + 1));
      if (element.matches()) {
        String rest = element.group(2);
        found
            .computeIfAbsent(Integer.valueOf(element.group(1)), n -> new TreeMap<>())
            .put(rest == null ? "" : rest, entry.getValue());
      }
    }
    List<Params> items = new ArrayList<>();
    found.forEach((n, fields) -> items.add(new Params(path + name + "." + n + ".", fields)));
    return items;
  }

  /** The structure below that name; empty if it was not given. */
  public Params at(String name) {
    NavigableMap<String, String> below = new TreeMap<>();
    String start = name + ".";
    for (Map.Entry<String, String> entry : values.tailMap(start).entrySet()) {
      if (!entry.getKey().startsWith(start)) {
        break;
      }
      below.put(entry.getKey().substring(start.length()), entry.getValue());
    }
    return new Params(path + start, below);
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
