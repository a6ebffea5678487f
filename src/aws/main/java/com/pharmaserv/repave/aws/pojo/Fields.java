package com.pharmaserv.repave.aws.pojo;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Small steps on the SDK's field descriptions. */
final class Fields {
  /** Deepest nesting that is followed; the API's data is five or six deep. */
  static final int DEPTH_MAX = 20;

  private Fields() {}

  static MarshallingKnownType type(SdkField<?> field) {
    return field.marshallingType().getKnownType();
  }

  /** The value, unless it was never set; an empty list or map says no more than an absent one. */
  static Optional<Object> value(SdkField<?> field, SdkPojo owner) {
    Object value = field.getValueOrDefault(owner);
    boolean empty =
        (value instanceof Collection<?> list && list.isEmpty())
            || (value instanceof Map<?, ?> map && map.isEmpty());
    return empty ? Optional.empty() : Optional.ofNullable(value);
  }

  static SdkField<?> element(SdkField<?> list) {
    return list.getRequiredTrait(ListTrait.class).memberFieldInfo();
  }

  static SdkField<?> entry(SdkField<?> map) {
    return map.getRequiredTrait(MapTrait.class).valueFieldInfo();
  }

  /** An empty builder of the field's structure. */
  static SdkPojo builder(SdkField<?> structure) {
    return structure.constructor().get();
  }

  static Object built(SdkPojo builder) {
    return ((Buildable) builder).build();
  }

  static void requireDepth(int depth, SdkField<?> field) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException(
          "field '" + field.memberName() + "' is nested deeper than " + DEPTH_MAX);
    }
  }
}
