package com.pharmaserv.repave.local.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of one JSON object, read by name and type; a complaint names object and field. */
public final class Fields {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final String what;
  private final Map<String, Object> values;

  Fields(String what, Map<String, Object> values) {
    this.what = what;
    this.values = values;
  }

  public String text(String name) {
    return as(String.class, name, values.get(name));
  }

  public Optional<String> optionalText(String name) {
    return optional(name, this::text);
  }

  public long number(String name) {
    return as(Long.class, name, values.get(name));
  }

  public Optional<Long> optionalNumber(String name) {
    return optional(name, this::number);
  }

  public int count(String name) {
    long number = number(name);
    if (number != (int) number) {
      throw complaint(name, "must be a 32-bit number, not " + number);
    }
    return (int) number;
  }

  public boolean flag(String name) {
    return as(Boolean.class, name, values.get(name));
  }

  public Fields object(String name) {
    return nested(name, values.get(name));
  }

  public Optional<Fields> optionalObject(String name) {
    return optional(name, this::object);
  }

  public <T> List<T> objects(String name, Function<Fields, T> read) {
    List<T> list = new ArrayList<>();
    for (Object element : as(List.class, name, values.get(name))) {
      list.add(read.apply(nested(name, element)));
    }
    return list;
  }

  public List<String> texts(String name) {
    List<String> list = new ArrayList<>();
    for (Object element : as(List.class, name, values.get(name))) {
      list.add(as(String.class, name, element));
    }
    return list;
  }

  /** An object whose names are data. */
  public <T> Map<String, T> entries(String name, BiFunction<Fields, String, T> read) {
    Fields object = object(name);
    Map<String, T> entries = new LinkedHashMap<>();
    object.values.keySet().forEach(key -> entries.put(key, read.apply(object, key)));
    return entries;
  }

  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    String text = text(name);
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw complaint(name, "'" + text + "' is not one of " + List.of(type.getEnumConstants()));
    }
  }

  public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
    return optional(name, n -> choice(n, type));
  }

  /** Instants travel as nanoseconds: no text form is as cheap to read back exactly. */
  public Instant instant(String name) {
    return Instant.ofEpochSecond(0, number(name));
  }

  public Duration duration(String name) {
    return Duration.ofNanos(number(name));
  }

  /** How {@link #instant} wants it. */
  public static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
  }

  private <T> Optional<T> optional(String name, Function<String, T> read) {
    return values.containsKey(name) ? Optional.of(read.apply(name)) : Optional.empty();
  }

  private Fields nested(String name, @Nullable Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    Map<?, ?> map = as(Map.class, name, value);
    map.forEach((key, element) -> object.put((String) key, element));
    return new Fields(what + ": " + name, object);
  }

  private <T> T as(Class<T> type, String name, @Nullable Object value) {
    if (value == null) {
      throw complaint(name, "is missing");
    }
    if (!type.isInstance(value)) {
      throw complaint(name, "must be " + word(type) + ", not '" + value + "'");
    }
    return type.cast(value);
  }

  private static String word(Class<?> type) {
    if (type == Map.class) {
      return "an object";
    }
    if (type == List.class) {
      return "a list";
    }
    return type == Long.class ? "a whole number" : type == Boolean.class ? "true or false" : "text";
  }

  private IllegalArgumentException complaint(String name, String text) {
    return new IllegalArgumentException(what + ": field '" + name + "' " + text);
  }
}
