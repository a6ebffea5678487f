package com.pharmaserv.repave.aws.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpRequest;

/** One AWS service: its operations by name. State lives in the regions' parts, not here. */
public abstract class TwinService {
  private final String name;
  private final Protocol protocol;
  private final String namespace;
  private final Map<String, Operation> operations = new TreeMap<>();

  /**
   * @param name the signing name in the credential scope, such as {@code elasticloadbalancing}
   * @param namespace of the XML answers; empty in protocols without XML
   */
  protected TwinService(String name, Protocol protocol, String namespace) {
    this.name = name;
    this.protocol = protocol;
    this.namespace = namespace;
  }

  /** One operation: answers, or refuses with a {@code TwinException}. */
  @FunctionalInterface
  public interface Operation {
    Answer answer(Request request);
  }

  /**
   * What a call is, in a service whose operations are told by method and path.
   *
   * @param fields of path, query, headers and body, by their names on the wire
   */
  public record Routed(String operation, ObjectNode fields) {}

  /** Finds the operation; only services that speak REST are asked. */
  protected Routed routed(SdkHttpRequest http, byte[] body) {
    throw new AssertionError("service '" + name + "' has no paths");
  }

  protected final void on(String operation, Operation handler) {
    operations.put(operation, handler);
  }

  /** The code with which this service throttles. */
  protected String throttleCode() {
    return switch (protocol) {
      case QUERY, CBOR -> "Throttling";
      case EC2 -> "RequestLimitExceeded";
      case JSON -> "ThrottlingException";
      case REST -> "RequestThrottledException";
    };
  }

  /** The code with which this service answers an operation that it does not know. */
  protected String unknownCode() {
    return protocol.treelike() ? "UnknownOperationException" : "InvalidAction";
  }

  /** The bucket that this operation's calls are taken from when buckets are real. */
  protected Optional<Bucket> bucket(String operation) {
    return Optional.empty();
  }

  /** Whether the operation changes anything; crash tests count those. */
  protected boolean mutates(String operation) {
    return !operation.matches("(Describe|Get|List|Search|Scan|Query|BatchGet|AssumeRole).*");
  }

  /** The names of its operations, in order. */
  final Set<String> operations() {
    return operations.keySet();
  }

  final Optional<Operation> operation(String operation) {
    return Optional.ofNullable(operations.get(operation));
  }

  public final String name() {
    return name;
  }

  final Protocol protocol() {
    return protocol;
  }

  final String namespace() {
    return namespace;
  }
}
