package com.pharmaserv.repave.aws.twin.typed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Reads and copies the SDK's objects by their field descriptors. */
public final class Pojos {
  private Pojos() {}

  /**
   * Copies every field that is set, by name, on top of what the target has: the classes may differ,
   * as those of a launch template asked for and of one answered do.
   *
   * @param target a builder
   */
  public static <B extends SdkPojo> B copy(SdkPojo from, B target) {
    Map<String, SdkField<?>> given = new LinkedHashMap<>();
    from.sdkFields().forEach(field -> given.put(field.memberName(), field));
    for (SdkField<?> field : target.sdkFields()) {
      SdkField<?> source = given.get(field.memberName());
      if (source != null && source.marshallingType().equals(field.marshallingType())) {
        valueOf(source, from).ifPresent(value -> field.set(target, converted(value, field)));
      }
    }
    return target;
  }

  /** What the field holds; empty if it was never set. */
  static Optional<Object> valueOf(SdkField<?> field, SdkPojo pojo) {
    return Optional.<Object>ofNullable(field.getValueOrDefault(pojo))
        .filter(value -> !(value instanceof SdkAutoConstructList<?>))
        .filter(value -> !(value instanceof SdkAutoConstructMap<?, ?>));
  }

  /** An empty builder of the structure that the field holds. */
  static SdkPojo builderOf(SdkField<?> field) {
    return field.constructor().get();
  }

  static Object built(SdkPojo builder) {
    return ((Buildable) builder).build();
  }

  static SdkField<?> elementOf(SdkField<?> list) {
    return list.getTrait(ListTrait.class).memberFieldInfo();
  }

  private static Object converted(Object value, SdkField<?> field) {
    if (field.marshallingType().equals(MarshallingType.SDK_POJO)) {
      return built(copy((SdkPojo) value, builderOf(field)));
    }
    if (field.marshallingType().equals(MarshallingType.LIST)) {
      List<Object> items = new ArrayList<>();
      ((List<?>) value).forEach(item -> items.add(converted(item, elementOf(field))));
      return items;
    }
    return value;
  }
}
