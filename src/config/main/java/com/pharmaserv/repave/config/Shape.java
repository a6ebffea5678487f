package com.pharmaserv.repave.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Which fields one kind of mapping has. The JSON Schemas that editors use say the same; a test
 * holds the two together.
 *
 * @param kind what the mapping is, for messages, for example {@code a fleet}
 * @param extensible whether fields that are not known are passed over, because a newer writer may
 *     have added them
 */
record Shape(String kind, boolean extensible, List<Field> fields) {
  Shape {
    fields = List.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param example a value to suggest where a required field is missing; unused otherwise
   */
  record Field(String name, boolean required, String example) {}

  static Shape of(String kind) {
    return new Shape(kind, false, List.of());
  }

  /** The same mapping, in which fields that are not known are passed over. */
  static Shape extensible(String kind) {
    return new Shape(kind, true, List.of());
  }

  Shape required(String name, String example) {
    return with(new Field(name, true, example));
  }

  Shape optional(String... names) {
    Shape shape = this;
    for (String name : names) {
      shape = shape.with(new Field(name, false, ""));
    }
    return shape;
  }

  List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  List<String> requiredNames() {
    return fields.stream().filter(Field::required).map(Field::name).toList();
  }

  private Shape with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Shape(kind, extensible, more);
  }
}
