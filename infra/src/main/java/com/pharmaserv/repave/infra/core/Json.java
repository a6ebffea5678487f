package com.pharmaserv.repave.infra.core;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes trees of maps, lists, text, numbers and outputs as JSON. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The tree as one line of JSON, once every output in it is known. */
  public static Output<String> of(Object tree) {
    List<Output<Object>> outputs = new ArrayList<>();
    collect(tree, outputs);
    if (outputs.isEmpty()) {
      return Output.of(text(tree));
    }
    return Output.all(outputs).applyValue(values -> text(fill(tree, values.iterator())));
  }

  /** A tree without outputs as one line of JSON. */
  public static String text(Object tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot write as JSON: " + tree, e);
    }
  }

  /** A map that keeps the order of its keys: equal programs write equal text. */
  public static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static void collect(Object tree, List<Output<Object>> outputs) {
    if (tree instanceof Output<?> output) {
      outputs.add(output.applyValue(value -> (Object) value));
    } else if (tree instanceof Map<?, ?> map) {
      map.values().forEach(value -> collect(value, outputs));
    } else if (tree instanceof List<?> list) {
      list.forEach(value -> collect(value, outputs));
    }
  }

  private static Object fill(Object tree, Iterator<Object> values) {
    if (tree instanceof Output<?>) {
      return values.next();
    }
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((key, value) -> filled.put(key, fill(value, values)));
      return filled;
    }
    if (tree instanceof List<?> list) {
      List<Object> filled = new ArrayList<>();
      list.forEach(value -> filled.add(fill(value, values)));
      return filled;
    }
    return tree;
  }
}
