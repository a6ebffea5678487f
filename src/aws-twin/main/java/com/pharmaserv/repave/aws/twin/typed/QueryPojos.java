package com.pharmaserv.repave.aws.twin.typed;

import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;

/** The SDK's objects in EC2's dialect of the query protocol. */
final class QueryPojos {
  private QueryPojos() {}

  /** Fills a builder from the parameters below their common start. */
  static void read(SdkPojo builder, Params params) {
    for (SdkField<?> field : builder.sdkFields()) {
      value(field, field.locationName(), params).ifPresent(value -> field.set(builder, value));
    }
  }

  private static Optional<Object> value(SdkField<?> field, String name, Params params) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.LIST)) {
      List<Object> items = new ArrayList<>();
      for (Params item : params.items(name)) {
        element(Pojos.elementOf(field), item).ifPresent(items::add);
      }
      return items.isEmpty() ? Optional.empty() : Optional.of(items);
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      return params.has(name) ? Optional.of(pojo(field, params.at(name))) : Optional.empty();
    }
    return params.text(name).map(text -> plain(type, name, text));
  }

  /** A plain element has no name of its own. */
  private static Optional<Object> element(SdkField<?> field, Params item) {
    return field.marshallingType().equals(MarshallingType.SDK_POJO)
        ? Optional.of(pojo(field, item))
        : value(field, "", item);
  }

  private static Object pojo(SdkField<?> field, Params params) {
    SdkPojo builder = Pojos.builderOf(field);
    read(builder, params);
    return Pojos.built(builder);
  }

  private static Object plain(MarshallingType<?> type, String name, String text) {
    try {
      if (type.equals(MarshallingType.INTEGER)) {
        return Integer.valueOf(text);
      }
      if (type.equals(MarshallingType.LONG)) {
        return Long.valueOf(text);
      }
      if (type.equals(MarshallingType.DOUBLE)) {
        return Double.valueOf(text);
      }
      if (type.equals(MarshallingType.INSTANT)) {
        return Instant.parse(text);
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new TwinException(
          "InvalidParameterValue", "Value (" + text + ") for parameter " + name + " is invalid.");
    }
    if (type.equals(MarshallingType.BOOLEAN)) {
      return Boolean.valueOf(text);
    }
    if (type.equals(MarshallingType.STRING)) {
      return text;
    }
    throw new AssertionError("parameter " + name + ": the double reads no " + type);
  }

  /** Writes every field that is set. */
  static void write(SdkPojo pojo, Xml xml) {
    for (SdkField<?> field : pojo.sdkFields()) {
      Pojos.valueOf(field, pojo).ifPresent(value -> write(field, value, xml));
    }
  }

  private static void write(SdkField<?> field, Object value, Xml xml) {
    String name = field.unmarshallLocationName();
    if (value instanceof SdkPojo inner) {
      xml.node(name, below -> write(inner, below));
    } else if (!(value instanceof List<?> items)) {
      xml.text(name, value);
    } else if (Pojos.elementOf(field).marshallingType().equals(MarshallingType.SDK_POJO)) {
      xml.list(name, items, (below, item) -> write((SdkPojo) item, below));
    } else {
      xml.texts(name, items.stream().map(Object::toString).toList());
    }
  }
}
