package com.pharmaserv.repave.aws.twin.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How a service's answers and errors look. */
public enum Protocol {
  /** XML answers with {@code member} lists: Auto Scaling, load balancing, CloudWatch, STS. */
  QUERY("member", "text/xml"),
  /** EC2's dialect: {@code item} lists, no result element, its own error envelope. */
  EC2("item", "text/xml"),
  /** JSON 1.0 and 1.1: Systems Manager, Service Quotas, DynamoDB. */
  JSON("", "application/x-amz-json-1.1");

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

  /** The whole body around the fields of an XML answer. */
  public String envelope(String operation, String namespace, String requestId, String fields) {
    String head = "<" + operation + "Response xmlns=\"" + namespace + "\">";
    String tail = "</" + operation + "Response>";
    return this == EC2
        ? head + "<requestId>" + requestId + "</requestId>" + fields + tail
        : head
            + ("<" + operation + "Result>" + fields + "</" + operation + "Result>")
            + ("<ResponseMetadata><RequestId>" + requestId + "</RequestId></ResponseMetadata>")
            + tail;
  }

  /** The body of a refusal. */
  public String error(TwinException refusal, String requestId) {
    return switch (this) {
      case QUERY ->
          new Xml(element)
              .node(
                  "ErrorResponse",
                  response ->
                      response
                          .node(
                              "Error",
                              error ->
                                  error
                                      .text("Type", refusal.status() < 500 ? "Sender" : "Receiver")
                                      .text("Code", refusal.code())
                                      .text("Message", refusal.text()))
                          .text("RequestId", requestId))
              .toString();
      case EC2 ->
          new Xml(element)
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
      case JSON -> {
        ObjectNode error = Json.object().put("__type", refusal.code());
        error.put("message", refusal.text());
        refusal.details().forEach(error::set);
        yield error.toString();
      }
    };
  }
}
