package com.pharmaserv.repave.aws.twin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** A refusal as the service would word it: rendered in the protocol of the call. */
public final class TwinException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;
  private final transient Map<String, JsonNode> details;

  public TwinException(String code, String message) {
    this(code, message, 400);
  }

  public TwinException(String code, String message, int status) {
    this(code, message, status, Map.of());
  }

  /** With further fields of a JSON error, such as a transaction's cancellation reasons. */
  public TwinException(String code, String message, int status, Map<String, JsonNode> details) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }

  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The message; never missing. */
  public String text() {
    String message = getMessage();
    return message == null ? code : message;
  }

  Map<String, JsonNode> details() {
    return details;
  }
}
