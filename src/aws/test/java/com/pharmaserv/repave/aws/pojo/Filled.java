package com.pharmaserv.repave.aws.pojo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Fills every field of a builder, through all levels, each with another value. */
final class Filled {
  private int next = 1;

  /** The builder, with every field set. */
  static <B extends SdkPojo> B filled(B builder) {
    new Filled().fill(builder);
    return builder;
  }

  private void fill(SdkPojo builder) {
    for (SdkField<?> field : builder.sdkFields()) {
      field.set(builder, value(field));
    }
  }

  private Object value(SdkField<?> field) {
    int number = next++;
    return switch (Fields.type(field)) {
      case STRING -> field.memberName() + " \"" + number + "\"";
      case INTEGER -> number;
      case LONG -> (long) number;
      case FLOAT -> number + 0.5f;
      case DOUBLE -> number + 0.25;
      case BIG_DECIMAL -> BigDecimal.valueOf(number);
      case BOOLEAN -> number % 2 == 0;
      case INSTANT -> Instant.ofEpochSecond(number);
      case SDK_BYTES -> SdkBytes.fromUtf8String("bytes " + number);
      case SDK_POJO -> {
        SdkPojo inner = Fields.builder(field);
        fill(inner);
        yield Fields.built(inner);
      }
      case LIST -> List.of(value(Fields.element(field)), value(Fields.element(field)));
      case MAP -> Map.of("one", value(Fields.entry(field)));
      case SHORT, BYTE, NULL, DOCUMENT -> throw new IllegalArgumentException(field.memberName());
    };
  }
}
