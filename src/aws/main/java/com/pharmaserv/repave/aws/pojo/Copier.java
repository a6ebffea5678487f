package com.pharmaserv.repave.aws.pojo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** One copy between two types, and what it could not carry. */
final class Copier {
  private final List<String> left = new ArrayList<>();

  /** Paths of the fields that were set and have no place in the other type. */
  List<String> left() {
    return List.copyOf(left);
  }

  void copy(SdkPojo from, SdkPojo builder, String path, int depth) {
    Map<String, SdkField<?>> places = new TreeMap<>();
    builder.sdkFields().forEach(place -> places.put(place.memberName(), place));
    for (SdkField<?> field : from.sdkFields()) {
      Fields.requireDepth(depth, field);
      Optional<Object> value = Fields.value(field, from);
      if (value.isPresent()) {
        String at = path + field.memberName();
        SdkField<?> place = places.get(field.memberName());
        if (place == null) {
          left.add(at);
        } else {
          converted(field, place, value.get(), at, depth).ifPresent(v -> place.set(builder, v));
        }
      }
    }
  }

  private Optional<Object> converted(
      SdkField<?> field, SdkField<?> place, Object value, String at, int depth) {
    if (Fields.type(field) != Fields.type(place)) {
      left.add(at);
      return Optional.empty();
    }
    return switch (Fields.type(field)) {
      case SDK_POJO -> {
        SdkPojo builder = Fields.builder(place);
        copy((SdkPojo) value, builder, at + ".", depth + 1);
        yield Optional.of(Fields.built(builder));
      }
      case LIST -> {
        List<Object> elements = new ArrayList<>();
        for (Object element : (List<?>) value) {
          String here = at + "[" + elements.size() + "]";
          converted(Fields.element(field), Fields.element(place), element, here, depth)
              .ifPresent(elements::add);
        }
        yield Optional.of(elements);
      }
      case MAP -> {
        Map<String, Object> entries = new TreeMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          String key = String.valueOf(entry.getKey());
          String here = at + "[" + key + "]";
          converted(Fields.entry(field), Fields.entry(place), entry.getValue(), here, depth)
              .ifPresent(v -> entries.put(key, v));
        }
        yield Optional.of(entries);
      }
      default -> Optional.of(value);
    };
  }
}
