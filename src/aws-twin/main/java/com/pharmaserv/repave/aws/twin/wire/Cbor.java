package com.pharmaserv.repave.aws.twin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** Trees in CBOR, as Smithy's RPC v2 sends and reads them. */
final class Cbor {
  /** RFC 8949, section 3.4.2: seconds since 1970. */
  private static final int EPOCH_SECONDS = 1;

  private static final CBORMapper MAPPER = new CBORMapper();

  private Cbor() {}

  /** Instants are read as numbers: what is asked for says where one stands. */
  static ObjectNode parse(byte[] body) {
    try {
      return body.length == 0 ? Json.object() : (ObjectNode) MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(JsonNode tree) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CBORGenerator generator = MAPPER.getFactory().createGenerator(out)) {
      write(tree, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void write(JsonNode node, CBORGenerator generator) throws IOException {
    if (node instanceof ObjectNode object) {
      generator.writeStartObject(object.size());
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        generator.writeFieldName(field.getKey());
        write(field.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (node.isArray()) {
      generator.writeStartArray(node, node.size());
      for (JsonNode item : node) {
        write(item, generator);
      }
      generator.writeEndArray();
    } else if (node instanceof POJONode held && held.getPojo() instanceof Instant instant) {
      generator.writeTag(EPOCH_SECONDS);
      generator.writeNumber(Json.seconds(instant));
    } else {
      MAPPER.writeTree(generator, node);
    }
  }
}
