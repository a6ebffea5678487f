package com.pharmaserv.repave.infra.standin;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Trees of maps, lists, text, numbers and booleans, as they go over Pulumi's wire. */
final class Values {
  /** Stands for a value that is not known yet (pulumi sdk, resource/plugin/rpc.go). */
  static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private Values() {}

  /** A tree, sorted by name; what is null is left out. */
  static Map<String, Object> tree(Struct struct) {
    Map<String, Object> tree = new LinkedHashMap<>();
    new TreeMap<>(struct.getFieldsMap())
        .forEach(
            (name, value) -> {
              if (!value.hasNullValue()) {
                tree.put(name, tree(value));
              }
            });
    return tree;
  }

  private static Object tree(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE -> tree(value.getStructValue());
      case LIST_VALUE -> {
        List<Object> list = new ArrayList<>();
        value.getListValue().getValuesList().forEach(each -> list.add(tree(each)));
        yield list;
      }
      case BOOL_VALUE -> value.getBoolValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case STRING_VALUE -> value.getStringValue();
      case NULL_VALUE, KIND_NOT_SET -> "";
    };
  }

  static Struct struct(Map<String, ?> tree) {
    Struct.Builder struct = Struct.newBuilder();
    tree.forEach((name, value) -> struct.putFields(name, value(value)));
    return struct.build();
  }

  private static Value value(Object tree) {
    Value.Builder value = Value.newBuilder();
    if (tree instanceof Map<?, ?> map) {
      Struct.Builder struct = Struct.newBuilder();
      map.forEach((name, each) -> struct.putFields(String.valueOf(name), value(each)));
      return value.setStructValue(struct).build();
    }
    if (tree instanceof List<?> list) {
      ListValue.Builder values = ListValue.newBuilder();
      list.forEach(each -> values.addValues(value(each)));
      return value.setListValue(values).build();
    }
    if (tree instanceof Boolean truth) {
      return value.setBoolValue(truth).build();
    }
    if (tree instanceof Number number) {
      return value.setNumberValue(number.doubleValue()).build();
    }
    if (tree instanceof String text) {
      return value.setStringValue(text).build();
    }
    return value.setNullValue(NullValue.NULL_VALUE).build();
  }
}
