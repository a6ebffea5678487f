package com.pharmaserv.repave.aws.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;

/** What an operation answers if it does not refuse. */
public sealed interface Answer {
  /** The fields inside of the result element. */
  record OfXml(Consumer<Xml> fields) implements Answer {}

  /** The whole body. */
  record OfTree(JsonNode body) implements Answer {}

  /** The whole answer of a service that speaks REST. */
  record OfRest(int status, Map<String, String> headers, SdkBytes body) implements Answer {
    public OfRest {
      headers = Map.copyOf(headers);
    }
  }

  static Answer xml(Consumer<Xml> fields) {
    return new OfXml(fields);
  }

  /** An answer of a query without fields. */
  static Answer empty() {
    return new OfXml(xml -> {});
  }

  /** EC2's answer of many operations: {@code <return>true</return>}. */
  static Answer done() {
    return new OfXml(xml -> xml.text("return", true));
  }

  static Answer json(JsonNode body) {
    return new OfTree(body);
  }

  static Answer emptyJson() {
    return new OfTree(Json.object());
  }
}
