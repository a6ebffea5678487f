package com.pharmaserv.repave.local.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as plain maps, lists, strings, numbers and booleans. Data binding would cost the tool's
 * start-up more than the whole call it serves; the streaming parser does not.
 */
public final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Nothing here is nested deeper than 12; a hostile document must not exhaust the stack. */
  private static final int DEPTH_MAX = 40;

  private Json() {}

  /** An object of names and values by turns; an empty {@link Optional} leaves its name out. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value instanceof Optional<?> optional) {
        if (optional.isPresent()) {
          object.put((String) namesAndValues[i], optional.get());
        }
      } else {
        object.put((String) namesAndValues[i], value);
      }
    }
    return object;
  }

  public static byte[] write(Object value) throws IOException {
    return write(value, false);
  }

  /** Written for people too: indented, with a line break at the end. */
  public static byte[] writePretty(Object value) throws IOException {
    return write(value, true);
  }

  private static byte[] write(Object value, boolean pretty) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      if (pretty) {
        json.useDefaultPrettyPrinter();
      }
      write(json, value);
      if (pretty) {
        json.writeRaw('\n');
      }
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString(value.toString());
    }
  }

  /** Reads one object; what it is called appears in every complaint about it. */
  public static Fields read(byte[] bytes, String what) throws IOException {
    try (JsonParser json = FACTORY.createParser(bytes)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        Fields fields = new Fields(what, object(json, 0));
        if (json.nextToken() == null) {
          return fields;
        }
      }
    } catch (IOException e) {
      throw new IOException(what + " is not valid JSON: " + firstLine(e), e);
    }
    throw new IOException(what + " must be exactly one JSON object");
  }

  private static Map<String, Object> object(JsonParser json, int depth) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        object.put(name, value(json, token, depth + 1));
      }
    }
    return object;
  }

  private static Object value(JsonParser json, JsonToken token, int depth) throws IOException {
    if (depth > DEPTH_MAX) {
      throw new IOException("nested deeper than " + DEPTH_MAX);
    }
    return switch (token) {
      case START_OBJECT -> object(json, depth);
      case START_ARRAY -> array(json, depth);
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      default -> throw new IOException("unexpected " + token);
    };
  }

  private static List<Object> array(JsonParser json, int depth) throws IOException {
    List<Object> list = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      list.add(value(json, token, depth + 1));
    }
    return list;
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
