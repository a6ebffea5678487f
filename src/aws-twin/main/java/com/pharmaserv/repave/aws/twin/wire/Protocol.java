package com.pharmaserv.repave.aws.twin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpRequest;

/** How a service's calls, answers and errors look. */
public enum Protocol {
  /** XML answers with {@code member} lists: Auto Scaling, load balancing, STS. */
  QUERY("member", "text/xml"),
  /** EC2's dialect: {@code item} lists, no result element, its own error envelope. */
  EC2("item", "text/xml"),
  /** JSON 1.0 and 1.1: Systems Manager, Service Quotas, DynamoDB. */
  JSON("", "application/x-amz-json-1.1"),
  /** JSON and plain bytes under paths, with fields in headers: EBS direct. */
  REST("", "application/json"),
  /** Smithy's RPC v2 in CBOR, with the error codes that the query protocol had: CloudWatch. */
  CBOR("", "application/cbor");

  private static final int SERVER_ERROR = 500;

  private final String element;
  private final String contentType;

  Protocol(String element, String contentType) {
    this.element = element;
    this.contentType = contentType;
  }

  /** How a list's elements are called in XML. */
  public String element() {
    return element;
  }

  public String contentType() {
    return contentType;
  }

  /** Whether bodies are trees, not parameters and XML. */
  public boolean treelike() {
    return this == JSON || this == REST || this == CBOR;
  }

  /** The operation that is called. */
  public String operation(SdkHttpRequest http, Params params) {
    return switch (this) {
      case QUERY, EC2 -> params.text("Action").orElse("");
      case JSON -> http.firstMatchingHeader("X-Amz-Target").orElse("").replaceFirst("^.*\\.", "");
      case REST -> throw new IllegalStateException("the service tells the operation by the path");
      case CBOR -> http.encodedPath().replaceFirst("^.*/operation/", "");
    };
  }

  /** The body of a call; without fields where it is parameters. */
  public ObjectNode tree(byte[] body) {
    return switch (this) {
      case QUERY, EC2 -> Json.object();
      case JSON, REST -> Json.parse(new String(body, StandardCharsets.UTF_8));
      case CBOR -> Cbor.parse(body);
    };
  }

  /** The parameters in the body of a call; none where it is a tree. */
  public Params params(byte[] body) {
    return treelike()
        ? Params.of(Map.of())
        : Params.parse(new String(body, StandardCharsets.UTF_8));
  }

  /** An instant in a tree. */
  public JsonNode instant(Instant instant) {
    ObjectNode nodes = Json.object();
    return this == CBOR ? nodes.pojoNode(instant) : nodes.numberNode(Json.seconds(instant));
  }

  /** The body of an answer that is a tree. */
  public byte[] bytes(JsonNode tree) {
    return this == CBOR ? Cbor.bytes(tree) : tree.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The whole body around the fields of an XML answer. */
  public byte[] envelope(String operation, String namespace, String requestId, String fields) {
    String head = "<" + operation + "Response xmlns=\"" + namespace + "\">";
    String tail = "</" + operation + "Response>";
    String body =
        this == EC2
            ? head + "<requestId>" + requestId + "</requestId>" + fields + tail
            : head
                + ("<" + operation + "Result>" + fields + "</" + operation + "Result>")
                + ("<ResponseMetadata><RequestId>" + requestId + "</RequestId></ResponseMetadata>")
                + tail;
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /** Headers of a refusal beside those of every answer. */
  public Map<String, String> headers(TwinException refusal) {
    return switch (this) {
      case CBOR -> Map.of("x-amzn-query-error", refusal.code() + ";" + fault(refusal));
      case REST -> Map.of("x-amzn-ErrorType", refusal.code());
      case QUERY, EC2, JSON -> Map.of();
    };
  }

  private static String fault(TwinException refusal) {
    return refusal.status() < SERVER_ERROR ? "Sender" : "Receiver";
  }

  /** The body of a refusal. */
  public byte[] error(TwinException refusal, String requestId) {
    return switch (this) {
      case QUERY -> queryError(refusal, requestId).getBytes(StandardCharsets.UTF_8);
      case EC2 -> ec2Error(refusal, requestId).getBytes(StandardCharsets.UTF_8);
      case REST -> {
        ObjectNode error = Json.object().put("Message", refusal.text());
        refusal.details().forEach(error::set);
        yield bytes(error);
      }
      case JSON, CBOR -> {
        ObjectNode error = Json.object().put("__type", refusal.code());
        error.put("message", refusal.text());
        refusal.details().forEach(error::set);
        yield bytes(error);
      }
    };
  }

  private String queryError(TwinException refusal, String requestId) {
    return new Xml(element)
        .node(
            "ErrorResponse",
            response ->
                response
                    .node(
                        "Error",
                        error ->
                            error
                                .text("Type", fault(refusal))
                                .text("Code", refusal.code())
                                .text("Message", refusal.text()))
                    .text("RequestId", requestId))
        .toString();
  }

  private String ec2Error(TwinException refusal, String requestId) {
    return new Xml(element)
        .node(
            "Response",
            response ->
                response
                    .node(
                        "Errors",
                        errors ->
                            errors.node(
                                "Error",
                                error ->
                                    error
                                        .text("Code", refusal.code())
                                        .text("Message", refusal.text())))
                    .text("RequestID", requestId))
        .toString();
  }
}
