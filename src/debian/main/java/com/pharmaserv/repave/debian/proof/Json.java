package com.pharmaserv.repave.debian.proof;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads JSON that nobody vouches for: no name twice, no second value behind the first. */
final class Json {
  private static final int NESTING_MAX = 20;

  static final ObjectMapper MAPPER =
      new ObjectMapper(
              new JsonFactoryBuilder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_MAX)
                          .maxStringLength(Envelopes.BYTES_MAX)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static JsonNode object(byte[] bytes, String what) throws ProofException {
    JsonNode node;
    try {
      node = MAPPER.readTree(bytes);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new ProofException("%s is not JSON: %s".formatted(what, why), e);
    }
    if (node == null || !node.isObject()) {
      throw new ProofException(what + " is not a JSON object");
    }
    return node;
  }

  /** Fails on names that the object should not have. */
  static void only(JsonNode object, Set<String> names, String what) throws ProofException {
    List<String> extra = new ArrayList<>();
    object.fieldNames().forEachRemaining(extra::add);
    extra.removeAll(names);
    if (!extra.isEmpty()) {
      throw new ProofException("%s has '%s', which none has".formatted(what, shown(extra.get(0))));
    }
  }

  static String text(JsonNode object, String name, String what) throws ProofException {
    JsonNode value = object.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new ProofException("%s has no text '%s'".formatted(what, name));
    }
    return value.textValue();
  }

  /** Without what a terminal would act on. */
  static String safe(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
  }

  /** What somebody else wrote, made fit for a message. */
  static String shown(String text) {
    String safe = safe(text);
    return safe.length() > 80 ? safe.substring(0, 80) + "..." : safe;
  }
}
