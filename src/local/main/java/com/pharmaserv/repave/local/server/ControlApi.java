package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.wire.CloudStatus;
import com.pharmaserv.repave.local.wire.Place;
import com.pharmaserv.repave.local.wire.ProbeCall;
import com.pharmaserv.repave.local.wire.Wire;
import com.pharmaserv.repave.model.Action.Configure;
import com.pharmaserv.repave.model.Action.Quarantine;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Action.RetireGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** What can be asked of the cloud, by path. */
final class ControlApi {
  private static final Duration PROBE_MAX = Duration.ofSeconds(5);
  private static final Map<String, Object> DONE = Json.object("done", true);

  private final Cloud cloud;
  private final SSLContext client;
  private final Supplier<CloudStatus> status;
  private final Runnable stop;
  private final Map<String, Operation> operations = new TreeMap<>();

  /**
   * Prepares the operations.
   *
   * @param client trusts the machines and the balancer
   * @param stop begins to stop the cloud and returns at once
   */
  ControlApi(Cloud cloud, SSLContext client, Supplier<CloudStatus> status, Runnable stop) {
    this.cloud = cloud;
    this.client = client;
    this.status = status;
    this.stop = stop;
    addFleets();
    addTraffic();
    addRest();
  }

  /** One thing that can be asked. */
  interface Operation {
    Map<String, Object> run(Fields request) throws ProviderException;
  }

  Map<String, Object> run(String path, byte[] body) throws ProviderException {
    Operation operation = operations.get(path);
    if (operation == null) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          "the local cloud does not know '"
              + path
              + "'; it may be of another version: run"
              + " 'repave local stop', then 'repave local start'");
    }
    try {
      return operation.run(Json.read(body, "the request"));
    } catch (IOException | IllegalArgumentException e) {
      throw new ProviderException(Failure.Kind.DENIED, String.valueOf(e.getMessage()), e);
    }
  }

  private void addFleets() {
    operations.put("/v1/observe", r -> Wire.view(cloud.observe(place(r))));
    operations.put(
        "/v1/fence",
        r ->
            Json.object(
                "acted",
                cloud.fence(place(r), r.object("action").number("epoch")).map(Head::toString)));
    add(
        "/v1/launch",
        r -> {
          Place place = place(r);
          cloud.launch(place, stamp(r), Wire.launch(place.fleet(), r.object("action")));
        });
    add("/v1/resize", r -> cloud.resize(place(r), stamp(r), resize(r)));
    add("/v1/scale", r -> cloud.scale(place(r), resize(r)));
    add(
        "/v1/configure",
        r ->
            cloud.configure(
                place(r),
                stamp(r),
                new Configure(
                    generation(r), Wire.settings(r.object("action").object("settings")))));
    add("/v1/quarantine", r -> cloud.quarantine(place(r), stamp(r), quarantine(r)));
    add("/v1/retire", r -> cloud.retire(place(r), stamp(r), new RetireGeneration(generation(r))));
  }

  private void addTraffic() {
    add(
        "/v1/shift",
        r -> {
          Fields action = r.object("action");
          cloud.shift(
              place(r),
              stamp(r),
              new ShiftTraffic(
                  Wire.weights(action.object("expected")), Wire.weights(action.object("weights"))));
        });
    add(
        "/v1/test-route",
        r ->
            cloud.pointTestRoute(
                place(r), stamp(r), r.object("action").choice("slot", Slot.class)));
    operations.put(
        "/v1/measure",
        r ->
            Wire.measurement(
                cloud.measure(place(r), generation(r), r.object("action").instant("since"))));
    operations.put("/v1/probe", r -> probe(place(r)));
  }

  private void addRest() {
    operations.put(
        "/v1/generations",
        r ->
            Json.object(
                "generations",
                cloud.generations(r.text("environment")).stream().map(Wire::generation).toList()));
    operations.put(
        "/v1/balancer",
        r ->
            cloud
                .balancer(r.text("environment"), new Listen(r.count("port"), r.count("testPort")))
                .json());
    operations.put("/v1/status", r -> status.get().json());
    add("/v1/stop", r -> stop.run());
  }

  /** Asks through the test route, as a user would; outside of the cloud's monitor. */
  private Map<String, Object> probe(Place place) throws ProviderException {
    String host =
        place
            .host()
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.DENIED,
                        "fleet " + place.fleet() + " has no route to probe through"));
    ProbeCall call = new ProbeCall(cloud.testPort(place.fleet()), host, client);
    String what = "GET " + place.probePath() + " through the test route: ";
    try {
      int code = call.status(place.probePath(), PROBE_MAX);
      return Json.object("passed", code >= 200 && code < 300, "detail", what + code);
    } catch (IOException e) {
      return Json.object("passed", false, "detail", what + e.getMessage());
    }
  }

  /** An operation without an answer. */
  private interface Effect {
    void run(Fields request) throws ProviderException;
  }

  private void add(String path, Effect effect) {
    operations.put(
        path,
        request -> {
          effect.run(request);
          return DONE;
        });
  }

  private static Place place(Fields request) {
    return Place.read(request.object("place"));
  }

  private static Stamp stamp(Fields request) {
    return Wire.stamp(place(request).fleet(), request.object("stamp"));
  }

  private static GenerationId generation(Fields request) {
    return new GenerationId(place(request).fleet(), request.object("action").count("number"));
  }

  private static Quarantine quarantine(Fields request) {
    Fields action = request.object("action");
    return new Quarantine(
        generation(request),
        action.text("machine"),
        action.flag("force"),
        action.text("by"),
        action.text("reason"));
  }

  private static Resize resize(Fields request) {
    int desired = request.object("action").count("desired");
    if (desired < 0) {
      throw new IllegalArgumentException("desired count " + desired + " must not be negative");
    }
    return new Resize(generation(request), desired);
  }
}
