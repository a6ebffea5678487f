package com.pharmaserv.repave;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of packages: what each holds and which of the others it may use. */
enum Layers {
  CALENDAR("when something may begin: windows by the clock of a place, and days without any"),
  MODEL("immutable values: ids, Recipe, Image, Fleet, Generation, RolloutState, Policy", CALENDAR),
  PLAN("the deciders: rollout, opening, steering, drift, outlook; pure", MODEL),
  ROTATION(
      "the decider of rotations: what is stale, and what may be rolled now; pure", MODEL, CALENDAR),
  PORT("interfaces to the world, narrow, named for effects", MODEL),
  WORDING("reasons as sentences", MODEL),
  JOURNAL("record codec, hash chain, files; file-backed leases and signals", MODEL, PORT, WORDING),
  ENGINE(
      "the only loop (`Engine`), who flies it (`Pilot`), the janitor", MODEL, PLAN, PORT, WORDING),
  SIM("a whole simulated cloud from one seed: clock, machines, faults, invariants", MODEL, PORT),
  REHEARSAL("plays rollouts in the simulated cloud", MODEL, PLAN, PORT, JOURNAL, ENGINE, SIM),
  PERMISSION("what the tool's role may do on AWS; `infra/` makes the role of it", MODEL),
  PRICE("list prices of machines, in one file with its date; `infra/` reads the same one"),
  BAKE("what every bake shares: the recipe's inputs, the digest of an image", MODEL, PORT),
  CONFIG(
      "reads environments/ and images/ into the model; all problems at once",
      MODEL,
      CALENDAR,
      BAKE),
  DEBIAN(
      "images of Debian packages: locked, made without a machine, started before use",
      MODEL,
      PORT,
      BAKE),
  AWS(
      "the aws provider; the only package that knows the AWS SDK",
      MODEL,
      PORT,
      PERMISSION,
      BAKE,
      PRICE),
  LOCAL("this machine as a cloud; `local.balancer` is its data plane", MODEL, PORT, BAKE),
  GATE("commands of gates, run as child processes", MODEL, PORT),
  OPERATION(
      "what people ask for: roll, rotate, steer, sweep, tear down, audit, bake, show; answers in records",
      MODEL,
      PLAN,
      ROTATION,
      PORT,
      ENGINE,
      REHEARSAL,
      BAKE,
      DEBIAN),
  REPORT(
      "what people read: progress, answers in words and in JSON, journal, HTML",
      MODEL,
      WORDING,
      PORT,
      JOURNAL,
      OPERATION,
      REHEARSAL),
  WIRING(
      "the one place that knows providers (`Wiring`, `AwsWiring`, `LocalWiring`)",
      MODEL,
      PLAN,
      PORT,
      JOURNAL,
      ENGINE,
      SIM,
      REHEARSAL,
      PERMISSION,
      CONFIG,
      DEBIAN,
      AWS,
      LOCAL,
      GATE,
      OPERATION),
  DEMO("everything once, under a load that is measured", MODEL, PORT, OPERATION, REPORT, WIRING),
  CLI("the command line: parses, asks for one operation, prints its answer");

  static final String ROOT = "com.pharmaserv.repave";
  static final String HEAD = "| package | holds | may use |";

  private final String holds;

  /** A list that cannot be changed; the checker sees only that it is one. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Layers> mayUse;

  Layers(String holds, Layers... mayUse) {
    this.holds = holds;
    this.mayUse = List.of(mayUse);
  }

  String place() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For ArchUnit: the package with everything below it. */
  String classes() {
    return ROOT + "." + place() + "..";
  }

  List<Layers> mayUse() {
    return mayUse;
  }

  /** As architecture.md shows it. */
  static String table() {
    return Stream.of(values())
        .map(layer -> "| `%s` | %s | %s |".formatted(layer.place(), layer.holds, layer.allowed()))
        .collect(Collectors.joining("\n", HEAD + "\n| --- | --- | --- |\n", ""));
  }

  private String allowed() {
    if (this == CLI) {
      return "all";
    }
    return mayUse.isEmpty()
        ? "the language"
        : mayUse.stream().map(Layers::place).collect(Collectors.joining(", "));
  }
}
