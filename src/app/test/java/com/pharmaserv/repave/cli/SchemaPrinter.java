package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.operation.Outcome;
import com.pharmaserv.repave.report.AnswerJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Prints JSON Schemas of answers from their records, as the mapper writes them. What journals hold
 * stays closed: its format has a version of its own.
 */
final class SchemaPrinter {
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final List<Class<?>> OF_JOURNALS =
      List.of(RolloutState.class, JournalEntry.class, JsonNode.class);
  private static final Map<Class<?>, String> IDS =
      Map.of(
          FleetId.class, "^[^/]+/[^/]+$",
          ImageId.class, "^[^@]+@[0-9a-f]{64}$",
          GenerationId.class, "^[^/]+/.+-g[0-9]{4,}$",
          RolloutId.class, "^[^/]+/.+-r[0-9]{4,}$");

  private final ObjectMapper mapper = AnswerJson.mapper();
  private final SerializationConfig config = mapper.getSerializationConfig();
  private final Map<String, String> meanings;
  private final SortedMap<String, SortedSet<String>> types = new TreeMap<>();
  private SortedMap<String, ObjectNode> definitions = new TreeMap<>();

  /**
   * A printer.
   *
   * @param meanings of keys
   */
  SchemaPrinter(Map<String, String> meanings) {
    this.meanings = meanings;
  }

  /** Of each key that was printed so far, the kinds of values it has. */
  SortedMap<String, SortedSet<String>> types() {
    return types;
  }

  /** The schema of one command's answers. */
  String print(AnswerShapes shape) {
    definitions = new TreeMap<>();
    ObjectNode schema = mapper.createObjectNode();
    schema.put("$schema", DIALECT);
    schema.put("title", "repave %s --output json".formatted(String.join(" | ", shape.commands())));
    ObjectNode properties = mapper.createObjectNode();
    ObjectNode answer = mapper.createObjectNode().put("type", "string");
    shape.commands().forEach(answer.putArray("enum")::add);
    add(properties, "answer", answer);
    ObjectNode version = mapper.createObjectNode().put("type", "integer");
    version.put("const", AnswerJson.VERSION);
    add(properties, "answerVersion", version);
    add(properties, "outcome", type(mapper.constructType(Outcome.class)));
    ArrayNode required = mapper.createArrayNode().add("answer").add("answerVersion").add("outcome");
    List<ObjectNode> kinds =
        shape.records().stream().map(record -> type(mapper.constructType(record))).toList();
    schema.put("type", "object");
    schema.set("properties", properties);
    schema.set("required", required);
    schema.setAll(kinds.size() == 1 ? kinds.get(0) : oneOf(kinds));
    schema.put("unevaluatedProperties", false);
    ObjectNode all = schema.putObject("$defs");
    definitions.forEach(all::set);
    return schema.toPrettyString() + "\n";
  }

  private ObjectNode oneOf(List<ObjectNode> kinds) {
    ObjectNode node = mapper.createObjectNode();
    kinds.forEach(node.putArray("oneOf")::add);
    return node;
  }

  private ObjectNode type(JavaType type) {
    Class<?> raw = type.getRawClass();
    if (type.isReferenceType()) {
      return type(type.getReferencedType());
    }
    if (OF_JOURNALS.contains(raw)) {
      return simple("object");
    }
    if (IDS.containsKey(raw)) {
      return simple("string").put("pattern", IDS.get(raw));
    }
    if (raw == Reason.class) {
      return reason();
    }
    if (raw == Automation.class) {
      return type(
          config.getTypeFactory().constructMapType(TreeMap.class, String.class, String.class));
    }
    if (raw == String.class) {
      return simple("string");
    }
    if (raw == Instant.class) {
      return simple("string").put("format", "date-time");
    }
    if (raw == Duration.class) {
      return simple("string").put("format", "duration");
    }
    if (raw == boolean.class) {
      return simple("boolean");
    }
    if (List.of(int.class, long.class, Integer.class, Long.class).contains(raw)) {
      return simple("integer");
    }
    if (raw == BigDecimal.class) {
      return simple("number");
    }
    if (raw.isEnum()) {
      ObjectNode node = simple("string");
      ArrayNode names = node.putArray("enum");
      for (Object constant : raw.getEnumConstants()) {
        names.add(((Enum<?>) constant).name());
      }
      return node;
    }
    if (type.isCollectionLikeType()) {
      ObjectNode node = simple("array");
      node.set("items", type(type.getContentType()));
      return node;
    }
    if (type.isMapLikeType()) {
      ObjectNode node = simple("object");
      node.set("additionalProperties", type(type.getContentType()));
      return node;
    }
    if (raw.isRecord() || raw.isSealed()) {
      return reference(type);
    }
    throw new AssertionError("no schema of %s; teach SchemaPrinter".formatted(type));
  }

  private ObjectNode simple(String type) {
    return mapper.createObjectNode().put("type", type);
  }

  /** A record under its name, or one of several that {@code result} tells apart. */
  private ObjectNode reference(JavaType type) {
    Class<?> raw = type.getRawClass();
    AnnotatedClass annotated = config.introspectClassAnnotations(type).getClassInfo();
    List<NamedType> named =
        mapper.getSubtypeResolver().collectAndResolveSubtypesByClass(config, annotated).stream()
            .filter(NamedType::hasName)
            .filter(subtype -> raw.isAssignableFrom(subtype.getType()))
            .sorted(Comparator.comparing(NamedType::getName))
            .toList();
    if (named.isEmpty()) {
      return defined(name(raw), type, Optional.empty());
    }
    List<ObjectNode> kinds = named.stream().map(this::result).toList();
    return kinds.size() == 1 ? kinds.get(0) : oneOf(kinds);
  }

  /** A code, its parameters under names of their own, and the sentence. */
  private ObjectNode reason() {
    if (!definitions.containsKey("Reason")) {
      ObjectNode node = simple("object");
      definitions.put("Reason", node);
      ObjectNode properties = node.putObject("properties");
      ObjectNode code = simple("string");
      ArrayNode codes = code.putArray("enum");
      Stream.of(ReasonCode.values()).map(ReasonCode::code).forEach(codes::add);
      add(properties, "code", code);
      add(properties, "text", simple("string"));
      ObjectNode also = simple("array");
      also.set("items", mapper.createObjectNode().put("$ref", "#/$defs/Reason"));
      add(properties, "also", also);
      node.putArray("required").add("code");
    }
    return mapper.createObjectNode().put("$ref", "#/$defs/Reason");
  }

  private ObjectNode result(NamedType named) {
    return defined(
        "result-" + named.getName(),
        mapper.constructType(named.getType()),
        Optional.of(named.getName()));
  }

  private static String name(Class<?> raw) {
    Class<?> outer = raw.getEnclosingClass();
    return outer == null ? raw.getSimpleName() : outer.getSimpleName() + "." + raw.getSimpleName();
  }

  private ObjectNode defined(String name, JavaType type, Optional<String> result) {
    if (!definitions.containsKey(name)) {
      ObjectNode node = simple("object");
      definitions.put(name, node);
      ObjectNode properties = node.putObject("properties");
      ArrayNode required = node.putArray("required");
      result.ifPresent(
          word -> {
            add(properties, "result", simple("string").put("const", word));
            required.add("result");
          });
      for (BeanPropertyDefinition property : config.introspect(type).findProperties()) {
        add(properties, property.getName(), type(property.getPrimaryType()));
        if (always(property)) {
          required.add(property.getName());
        }
      }
    }
    return mapper.createObjectNode().put("$ref", "#/$defs/" + name);
  }

  private boolean always(BeanPropertyDefinition property) {
    JavaType type = property.getPrimaryType();
    JsonInclude.Value inclusion =
        config
            .getDefaultPropertyInclusion(type.getRawClass())
            .withOverrides(property.findInclusion());
    return !type.isReferenceType()
        && inclusion.getValueInclusion() != JsonInclude.Include.NON_EMPTY;
  }

  private void add(ObjectNode properties, String key, ObjectNode type) {
    types.computeIfAbsent(key, k -> new TreeSet<>()).add(kind(type));
    type.put("description", meanings.getOrDefault(key, "?"));
    properties.set(key, type);
  }

  /** What kind of value it is, as the page of keys shows it. */
  private static String kind(JsonNode type) {
    if (type.has("$ref")) {
      return "object " + type.path("$ref").asText().replace("#/$defs/", "");
    }
    if (type.has("oneOf")) {
      return "one of several objects";
    }
    String name = type.path("type").asText();
    if (name.equals("array")) {
      return "list: " + kind(type.path("items"));
    }
    if (type.has("additionalProperties")) {
      return "map: " + kind(type.path("additionalProperties"));
    }
    return type.path("format").asText(name);
  }
}
