package com.pharmaserv.repave.aws.twin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.Params;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import com.pharmaserv.repave.aws.twin.wire.Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The SDK's way into the double: takes a signed request, answers as AWS would, without a socket.
 */
final class TwinHttp implements SdkHttpClient {
  /** "Credential=KEY/DATE/REGION/SERVICE/aws4_request" of Signature Version 4. */
  private static final Pattern SCOPE =
      Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/([^/]+)/aws4_request");

  /** In whole seconds, as HTTP has it. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

  private final TwinCloud cloud;
  private final Map<String, Level> levels = new HashMap<>();

  TwinHttp(TwinCloud cloud) {
    this.cloud = cloud;
  }

  /** How full a bucket is. */
  private record Level(double tokens, Instant at) {}

  /** Never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, byte[] body, Map<String, String> headers, Instant at) {}

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}

  private HttpExecuteResponse answer(HttpExecuteRequest wire) throws IOException {
    SdkHttpRequest http = wire.httpRequest();
    Matcher scope = SCOPE.matcher(http.firstMatchingHeader("Authorization").orElse(""));
    if (!scope.find()) {
      throw new AssertionError("unsigned request to " + http.getUri() + ": no credential scope");
    }
    byte[] body = bodyOf(wire);
    // One call is one step of the world: nobody else acts between its arrival and its answer.
    Optional<Reply> reply = cloud.guarded(() -> answer(scope.group(1), scope.group(2), http, body));
    if (reply.isEmpty()) {
      throw new IOException("connection reset before the answer (a fault of the double)");
    }
    return rendered(cloud.service(scope.group(2)).protocol(), reply.get());
  }

  private static byte[] bodyOf(HttpExecuteRequest wire) throws IOException {
    if (wire.contentStreamProvider().isEmpty()) {
      return new byte[0];
    }
    try (InputStream in = wire.contentStreamProvider().get().newStream()) {
      return in.readAllBytes();
    }
  }

  private static HttpExecuteResponse rendered(Protocol protocol, Reply reply) {
    SdkHttpFullResponse.Builder response =
        SdkHttpFullResponse.builder()
            .statusCode(reply.status())
            .putHeader("Content-Type", protocol.contentType())
            .putHeader("Date", DATE.format(reply.at()))
            .putHeader("Content-Length", Integer.toString(reply.body().length));
    if (protocol == Protocol.CBOR) {
      response.putHeader("smithy-protocol", "rpc-v2-cbor");
    }
    reply.headers().forEach(response::putHeader);
    return HttpExecuteResponse.builder()
        .response(response.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(reply.body())))
        .build();
  }

  /** The answer; empty if it got lost. */
  private Optional<Reply> answer(String region, String name, SdkHttpRequest http, byte[] body) {
    TwinService service = cloud.service(name);
    Protocol protocol = service.protocol();
    Params params = protocol.params(body);
    TwinService.Routed routed =
        protocol == Protocol.REST
            ? service.routed(http, body)
            : new TwinService.Routed(protocol.operation(http, params), protocol.tree(body));
    ObjectNode tree = routed.fields();
    String operation = routed.operation();
    cloud.passHalfACall();
    Optional<Fault> fault =
        cloud.isQuiet()
            ? Optional.empty()
            : cloud.faults().befalls(operation, service.mutates(operation));
    Instant asOf =
        fault.equals(Optional.of(Fault.STALE_READ))
            ? cloud.faults().staleInstant()
            : cloud.clock().now();
    Request request =
        new Request(
            cloud.region(region),
            operation,
            params,
            tree,
            SdkBytes.fromByteArrayUnsafe(body),
            asOf);
    Call call = cloud.begin(service, request, protocol.treelike() ? Json.flat(tree) : params.all());
    if (fault.equals(Optional.of(Fault.LOST_REQUEST))) {
      cloud.end(call, Call.UNSENT);
      return Optional.empty();
    }
    boolean lost = fault.equals(Optional.of(Fault.LOST_RESPONSE));
    String outcome;
    Reply reply;
    try {
      reply = effect(service, request, fault);
      outcome = lost ? Call.LOST : Call.OK;
    } catch (TwinException refusal) {
      outcome = refusal.code();
      reply = refused(service, refusal);
    } catch (RuntimeException bug) {
      // A bug of the double must not look like a failure of AWS, which the tested code may handle.
      throw new AssertionError(
          "the double failed in " + name + ":" + operation + " " + call.parameters(), bug);
    }
    cloud.end(call, outcome);
    cloud.passHalfACall();
    return lost ? Optional.empty() : Optional.of(reply);
  }

  private Reply effect(TwinService service, Request request, Optional<Fault> fault) {
    if (fault.equals(Optional.of(Fault.THROTTLED)) || isOverTheRate(service, request)) {
      throw new TwinException(service.throttleCode(), "Rate exceeded", throttleStatus(service));
    }
    if (fault.equals(Optional.of(Fault.SERVER_ERROR))) {
      throw new TwinException("InternalFailure", "An internal error has occurred", 500);
    }
    Optional<TwinService.Operation> handler = service.operation(request.operation());
    if (handler.isEmpty()) {
      cloud.notSupported(service.name(), request.operation());
      throw new TwinException(
          service.unknownCode(),
          "The action " + request.operation() + " is not valid for this web service.");
    }
    Answer answer = handler.get().answer(request);
    if (answer instanceof Answer.OfXml xml) {
      Xml fields = new Xml(service.protocol().element());
      xml.fields().accept(fields);
      return ok(
          service
              .protocol()
              .envelope(
                  request.operation(), service.namespace(), cloud.ids().uuid(), fields.toString()));
    }
    if (answer instanceof Answer.OfRest rest) {
      return new Reply(
          rest.status(), rest.body().asByteArray(), rest.headers(), cloud.clock().now());
    }
    return ok(service.protocol().bytes(((Answer.OfTree) answer).body()));
  }

  private Reply ok(byte[] body) {
    return new Reply(200, body, Map.of(), cloud.clock().now());
  }

  private Reply refused(TwinService service, TwinException refusal) {
    Protocol protocol = service.protocol();
    return new Reply(
        refusal.status(),
        protocol.error(refusal, cloud.ids().uuid()),
        protocol.headers(refusal),
        cloud.clock().now());
  }

  /** EC2 throttles with 503 ("Request limit exceeded"), the others with 400. */
  private static int throttleStatus(TwinService service) {
    return service.protocol() == Protocol.EC2 ? 503 : 400;
  }

  private boolean isOverTheRate(TwinService service, Request request) {
    Optional<Bucket> bucket =
        cloud.faults().bucketsAreReal() && !cloud.isQuiet()
            ? service.bucket(request.operation())
            : Optional.empty();
    if (bucket.isEmpty()) {
      return false;
    }
    Bucket rule = bucket.get();
    String key = request.region().name() + "/" + service.name() + "/" + rule.name();
    Instant now = cloud.clock().now();
    Level last = levels.getOrDefault(key, new Level(rule.burst(), now));
    double seconds = Duration.between(last.at(), now).toMillis() / 1000.0;
    double tokens = Math.min(rule.burst(), last.tokens() + seconds * rule.perSecond());
    levels.put(key, new Level(tokens < 1 ? tokens : tokens - 1, now));
    return tokens < 1;
  }
}
