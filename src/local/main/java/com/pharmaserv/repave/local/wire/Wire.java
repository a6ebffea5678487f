package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.FleetView;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Lifecycle;
import com.pharmaserv.repave.model.Machine;
import com.pharmaserv.repave.model.Measurement;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import java.util.Map;
import java.util.Optional;

/** Values of the model as JSON and back, for the control API and for the cloud's own state. */
public final class Wire {
  private Wire() {}

  public static Map<String, Object> weights(Weights weights) {
    return Json.object("blue", weights.blue(), "green", weights.green());
  }

  public static Weights weights(Fields fields) {
    return new Weights(fields.count("blue"), fields.count("green"));
  }

  public static Map<String, Object> settings(Settings settings) {
    return Json.object(
        "min", settings.min(),
        "max", settings.max(),
        "suspended", settings.suspended(),
        "guarded", settings.guarded(),
        "automation", settings.automation().texts());
  }

  public static Settings settings(Fields fields) {
    return Settings.of(
            fields.count("min"),
            fields.count("max"),
            fields.texts("suspended"),
            fields.flag("guarded"))
        .withAutomation(
            fields.optionalObject("automation").isPresent()
                ? Automation.of(fields.entries("automation", Fields::text))
                : Automation.NONE);
  }

  public static Map<String, Object> stamp(Stamp stamp) {
    return Json.object(
        "rollout", stamp.rollout().number(),
        "holder", stamp.holder(),
        "epoch", stamp.epoch(),
        "intent", stamp.intent().toString());
  }

  public static Stamp stamp(FleetId fleet, Fields fields) {
    return new Stamp(
        new RolloutId(fleet, fields.count("rollout")),
        fields.text("holder"),
        fields.number("epoch"),
        Head.parse(fields.text("intent")));
  }

  public static Map<String, Object> launch(LaunchGeneration action) {
    return Json.object(
        "number", action.generation().number(),
        "slot", action.slot().map(Slot::name),
        "image", action.image().full(),
        "desired", action.desired(),
        "settings", settings(action.settings()),
        "rollout", action.rollout().number());
  }

  public static LaunchGeneration launch(FleetId fleet, Fields fields) {
    return new LaunchGeneration(
        new GenerationId(fleet, fields.count("number")),
        fields.optionalChoice("slot", Slot.class),
        ImageId.parse(fields.text("image")),
        fields.count("desired"),
        settings(fields.object("settings")),
        new RolloutId(fleet, fields.count("rollout")));
  }

  public static Map<String, Object> view(FleetView view) {
    return Json.object(
        "at", Fields.nanos(view.at()),
        "route",
            view.route()
                .map(
                    route ->
                        Json.object(
                            "weights", weights(route.weights()),
                            "testSlot", route.testSlot().map(Slot::name))),
        "generations", view.generations().stream().map(Wire::generation).toList(),
        "acted", view.acted().map(Head::toString));
  }

  public static FleetView view(Fields fields) {
    Optional<FleetView.RouteView> route =
        fields
            .optionalObject("route")
            .map(
                r ->
                    new FleetView.RouteView(
                        weights(r.object("weights")), r.optionalChoice("testSlot", Slot.class)));
    return new FleetView(
            fields.instant("at"), route, fields.objects("generations", Wire::generation))
        .acting(fields.optionalText("acted").map(Head::parse));
  }

  public static Map<String, Object> generation(Generation generation) {
    return Json.object(
        "environment", generation.id().fleet().environment().name(),
        "fleet", generation.id().fleet().name(),
        "number", generation.id().number(),
        "slot", generation.slot().map(Slot::name),
        "image", generation.image().full(),
        "desired", generation.desired(),
        "settings", settings(generation.settings()),
        "machines", generation.machines().stream().map(Wire::machine).toList(),
        "openRequests", generation.openRequests(),
        "trouble", generation.trouble(),
        "rollout", generation.rollout().number());
  }

  public static Generation generation(Fields fields) {
    FleetId fleet = new FleetId(fields.text("environment"), fields.text("fleet"));
    return new Generation(
        new GenerationId(fleet, fields.count("number")),
        fields.optionalChoice("slot", Slot.class),
        ImageId.parse(fields.text("image")),
        fields.count("desired"),
        settings(fields.object("settings")),
        fields.objects("machines", Wire::machine),
        fields.count("openRequests"),
        fields.optionalText("trouble"),
        new RolloutId(fleet, fields.count("rollout")));
  }

  public static Map<String, Object> measurement(Measurement measurement) {
    return Json.object(
        "since", Fields.nanos(measurement.since()),
        "until", Fields.nanos(measurement.until()),
        "requests", measurement.requests(),
        "failures", measurement.failures(),
        "p50", measurement.p50().toNanos(),
        "p99", measurement.p99().toNanos());
  }

  public static Measurement measurement(Fields fields) {
    return new Measurement(
        fields.instant("since"),
        fields.instant("until"),
        fields.number("requests"),
        fields.number("failures"),
        fields.duration("p50"),
        fields.duration("p99"));
  }

  private static Map<String, Object> machine(Machine machine) {
    return Json.object(
        "id", machine.id(),
        "zone", machine.zone(),
        "lifecycle", machine.lifecycle().name(),
        "health", machine.health().name());
  }

  private static Machine machine(Fields fields) {
    return new Machine(
        fields.text("id"),
        fields.text("zone"),
        fields.choice("lifecycle", Lifecycle.class),
        fields.choice("health", Health.class));
  }
}
