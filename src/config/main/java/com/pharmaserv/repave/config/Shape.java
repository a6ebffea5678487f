package com.pharmaserv.repave.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which fields one kind of mapping has, and of which kind they are. The readers compare files with
 * it, and the JSON Schemas that editors use are printed from it.
 *
 * @param kind what the mapping is, for messages, for example {@code a fleet}
 * @param about what it is for; empty where the field that holds it says so
 * @param extensible whether fields that are not known are passed over, because a newer writer may
 *     have added them
 * @param rule what its fields demand of each other
 */
record Shape(
    String kind, String about, boolean extensible, Optional<Rule> rule, List<Field> fields) {
  Shape {
    fields = List.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param example a value to suggest where a required field is missing; unused otherwise
   * @param about what it is, for whoever writes it
   * @param usual what holds where it is not written, if that can be said in one value
   */
  record Field(
      String name,
      boolean required,
      String example,
      Kind kind,
      String about,
      Optional<Object> usual) {}

  /** What the fields of one mapping demand of each other. */
  sealed interface Rule {
    /** Exactly one field is there. */
    record One() implements Rule {}

    /** Exactly the fields of one of these groups are there. */
    record OneGroup(List<List<String>> groups) implements Rule {
      public OneGroup {
        groups = List.copyOf(groups);
      }
    }

    /** What a field's value demands of the other fields, and what any other value of it does. */
    record Given(String field, String value, Demand then, Demand otherwise) implements Rule {}
  }

  /** Fields that must be there, and fields that must not. */
  record Demand(List<String> needs, List<String> refuses) {
    Demand {
      needs = List.copyOf(needs);
      refuses = List.copyOf(refuses);
    }
  }

  static Shape of(String kind) {
    return new Shape(kind, "", false, Optional.empty(), List.of());
  }

  /** The same mapping, in which fields that are not known are passed over. */
  static Shape extensible(String kind) {
    return new Shape(kind, "", true, Optional.empty(), List.of());
  }

  /** What the mapping is for. */
  Shape about(String text) {
    return new Shape(kind, text, extensible, rule, fields);
  }

  Shape under(Rule demanded) {
    return new Shape(kind, about, extensible, Optional.of(demanded), fields);
  }

  Shape required(String name, String example, Kind fieldKind, String text) {
    return with(new Field(name, true, example, fieldKind, text, Optional.empty()));
  }

  Shape optional(String name, Kind fieldKind, String text) {
    return with(new Field(name, false, "", fieldKind, text, Optional.empty()));
  }

  /** An optional field with the value that holds where it is not written. */
  Shape optional(String name, Kind fieldKind, String text, Object usual) {
    return with(new Field(name, false, "", fieldKind, text, Optional.of(usual)));
  }

  List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** The field of this name, which must be one of the shape's. */
  Field field(String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("'%s' is not in the shape of %s".formatted(name, kind)));
  }

  /** A field of this shape's kind. */
  Kind mapping() {
    return new Kind.Mapping(this);
  }

  /** The same, stated once in the schema under this name. */
  Kind as(String definition) {
    return mapping().as(definition);
  }

  private Shape with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Shape(kind, about, extensible, rule, more);
  }
}
