package com.pharmaserv.repave.aws.twin.typed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.Answer;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinService;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A service of the double that speaks REST: operations have paths, and fields are in the path, the
 * query, headers or a JSON body, as the SDK's own descriptors tell.
 */
public abstract class RestService extends TwinService {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  private final List<Route> routes = new ArrayList<>();

  protected RestService(String name) {
    super(name, Protocol.REST, "");
  }

  private record Route(
      String operation,
      String method,
      Pattern path,
      List<String> names,
      List<SdkField<?>> fields) {}

  /** What an operation answers: the fields of the response, and bytes where it has any. */
  public record Given(int status, SdkPojo fields, SdkBytes bytes) {}

  /**
   * Adds an operation.
   *
   * @param path with names in braces, such as {@code /snapshots/{snapshotId}}
   */
  protected final <Q, B extends SdkPojo & SdkBuilder<B, Q>> void op(
      String method,
      String path,
      String operation,
      Supplier<B> asked,
      BiFunction<Request, Q, Given> handler) {
    List<String> names = PLACE.matcher(path).results().map(place -> place.group(1)).toList();
    String regex = PLACE.matcher(path).replaceAll("([^/]+)");
    routes.add(
        new Route(operation, method, Pattern.compile(regex), names, asked.get().sdkFields()));
    on(
        operation,
        call -> {
          B builder = asked.get();
          TreePojos.read(builder, call.json());
          return answer(handler.apply(call, builder.build()));
        });
  }

  @Override
  protected Routed routed(SdkHttpRequest http, byte[] body) {
    for (Route route : routes) {
      Matcher path = route.path().matcher(http.encodedPath());
      if (route.method().equals(http.method().name()) && path.matches()) {
        return new Routed(route.operation(), fields(route, path, http, body));
      }
    }
    return new Routed(http.method() + " " + http.encodedPath(), Json.object());
  }

  private static ObjectNode fields(Route route, Matcher path, SdkHttpRequest http, byte[] body) {
    boolean json =
        http.firstMatchingHeader("Content-Type").filter(type -> type.contains("json")).isPresent();
    ObjectNode fields = json ? Json.parse(new String(body, StandardCharsets.UTF_8)) : Json.object();
    for (int i = 0; i < route.names().size(); i++) {
      fields.put(route.names().get(i), path.group(i + 1));
    }
    http.rawQueryParameters().forEach((name, values) -> fields.put(name, values.get(0)));
    for (SdkField<?> field : route.fields()) {
      if (field.location() == MarshallLocation.HEADER) {
        http.firstMatchingHeader(field.locationName())
            .ifPresent(value -> fields.put(field.locationName(), value));
      }
    }
    return fields;
  }

  private Answer answer(Given given) {
    Map<String, String> headers = new TreeMap<>();
    ObjectNode tree = new TreePojos(Protocol.REST::instant).write(given.fields());
    for (SdkField<?> field : given.fields().sdkFields()) {
      if (field.location() == MarshallLocation.HEADER && tree.has(field.locationName())) {
        headers.put(field.locationName(), tree.remove(field.locationName()).asText());
      }
    }
    SdkBytes body =
        given.bytes().asByteBuffer().hasRemaining()
            ? given.bytes()
            : SdkBytes.fromByteArrayUnsafe(Protocol.REST.bytes(tree));
    return new Answer.OfRest(given.status(), headers, body);
  }
}
