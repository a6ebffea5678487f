package com.pharmaserv.repave.aws.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.AwsCloud;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.HandOverReader;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An environment with one fleet on the double, and the ports of a process that drives it. */
final class AwsWorld {
  static final String ENVIRONMENT = "eu-prod";
  static final String REGION = "eu-west-1";
  static final ImageId OLD = new ImageId("app", "a".repeat(64));
  static final ImageId NEW = new ImageId("app", "b".repeat(64));

  final TwinCloud cloud;
  final TwinWorld world;
  final TwinFleet built;
  final Fleet fleet;
  final TwinTime time;
  final AwsInvariants invariants;
  private final Environment environment;
  private final AwsCloud witness;
  private final String newAmi;

  /**
   * Builds what the infrastructure builds.
   *
   * @param machines the fleet's desired count
   */
  AwsWorld(long seed, boolean routed, int machines, Policy policy) {
    this(seed, routed, machines, policy, Duration.ZERO);
  }

  /**
   * The same.
   *
   * @param ahead how far the tool's clock is ahead of the cloud's
   */
  AwsWorld(long seed, boolean routed, int machines, Policy policy, Duration ahead) {
    cloud = new TwinCloud(seed);
    world = TwinWorld.of(cloud, REGION, ENVIRONMENT);
    time = new TwinTime(cloud, ahead);
    built = world.fleet("app");
    world.image(OLD.name(), OLD.digest(), "app");
    newAmi = world.image(NEW.name(), NEW.digest(), "app");
    List<String> zones = List.of(REGION + "a", REGION + "b", REGION + "c");
    fleet =
        new Fleet(
            new FleetId(ENVIRONMENT, "app"),
            "app",
            new Capacity(1, machines, machines + 4),
            zones,
            routed ? Optional.of(new Fleet.Route("app.eu-prod.example", "/")) : Optional.empty(),
            policy);
    environment =
        new Environment(
            new EnvironmentId(ENVIRONMENT),
            Jurisdiction.EU,
            zones,
            new Environment.Aws(TwinCloud.ACCOUNT, REGION, List.of(), Optional.empty()),
            List.of(fleet));
    if (!routed) {
      handOverNoRoute();
    }
    world.region().part(DynamoTables.class).create("repave-" + ENVIRONMENT);
    witness = process();
    invariants = new AwsInvariants(this);
  }

  /** A policy for machines that boot in a minute, with a gate on errors. */
  static Policy policy(boolean routed, Integer... steps) {
    return new Policy(
        List.of(steps),
        Duration.ofMinutes(3),
        Duration.ofMinutes(3),
        80,
        false,
        routed ? List.of(new Gate.ErrorRate(2, 20)) : List.of(),
        new Policy.Bounds(
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofSeconds(20)));
  }

  private void handOverNoRoute() {
    Parameters parameters = world.region().part(Parameters.class);
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode document = (ObjectNode) json.readTree(parameters.value(built.parameter()));
      document.remove("route");
      parameters.set(built.parameter(), document.toString());
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  void newImage(ImageBehaviour behaviour) {
    world.region().behave(newAmi, behaviour);
  }

  String targetGroup(Slot slot) {
    return slot == Slot.BLUE ? built.blue() : built.green();
  }

  /** The provider as a process has it that has just started: it has looked at nothing yet. */
  AwsCloud process() {
    ClientSettings settings =
        ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return AwsCloud.open(environment, settings, time, AwsWorld::read, this::probe);
  }

  Ports ports() {
    AwsCloud fresh = process();
    return new Ports(
        fresh.fleets(),
        fresh.traffic(),
        fresh.gauges(),
        fresh.images(),
        (fleetOfGate, run) -> {
          throw new IllegalStateException("no policy here has a command gate: " + run);
        },
        new ChainedJournal(fresh.journal(fleet.id()), time),
        fresh.leases(),
        fresh.signals(),
        time);
  }

  static HandOver read(String text, String name) {
    try {
      return HandOverReader.read(text, name);
    } catch (ConfigException bad) {
      throw new IllegalArgumentException(String.valueOf(bad.getMessage()), bad);
    }
  }

  private Probe probe(URI url) {
    var answer = world.probe(url);
    boolean passed = answer.status() == 200;
    if (passed) {
      invariants.passed(answer.groupArn().orElseThrow());
    }
    return new Probe(passed, String.valueOf(answer.status()));
  }

  /** The lease in force, read past all faults. */
  Optional<Lease> lease() {
    return cloud.quietly(
        () -> {
          try {
            return witness.leases().current(fleet.id());
          } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
          }
        });
  }

  /** The journal, verified, read past all faults. */
  List<JournalRecord> records() {
    return cloud.quietly(
        () -> {
          try {
            return new ChainedJournal(witness.journal(fleet.id()), time).records();
          } catch (JournalException damaged) {
            invariants.violated("I7", String.valueOf(damaged.getMessage()));
            return List.of();
          }
        });
  }

  /** Numbers of intents that have no outcome yet. */
  Set<Long> openIntents() {
    Set<Long> open = new HashSet<>();
    for (JournalRecord entry : records()) {
      if (entry.entry() instanceof Intended) {
        open.add(entry.number());
      } else if (entry.entry() instanceof Happened happened) {
        open.remove(happened.intent());
      }
    }
    return open;
  }

  boolean holdsOpenIntent() {
    return !openIntents().isEmpty();
  }
}
