package com.pharmaserv.repave.aws.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.AwsCloud;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Network;
import com.pharmaserv.repave.aws.twin.quotas.Quotas;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Time;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Many fleets of one environment, rolled by one process or by several, under AWS's published rates.
 */
final class ManyFleets {
  /** More turns than any rollout takes. */
  private static final int TURNS_MAX = 5_000;

  /** What the machines of one fleet need while two generations are there. */
  private static final double VCPUS = 32;

  private final TwinCloud cloud = new TwinCloud(11);
  private final Time time = new TwinTime(cloud);
  private final List<Fleet> fleets;
  private final List<AwsCloud> processes;
  private int firstCall;
  private Duration makespan = Duration.ZERO;

  /** Rolled by one process. */
  ManyFleets(int count) {
    this(count, 1);
  }

  ManyFleets(int count, int processCount) {
    cloud.latency(Duration.ZERO, Duration.ZERO);
    TwinWorld world = TwinWorld.of(cloud, AwsWorld.REGION, AwsWorld.ENVIRONMENT);
    cloud.region(AwsWorld.REGION).part(DynamoTables.class).create("repave-" + AwsWorld.ENVIRONMENT);
    world.image(AwsWorld.OLD.name(), AwsWorld.OLD.digest(), "app");
    world.image(AwsWorld.NEW.name(), AwsWorld.NEW.digest(), "app");
    world.region().part(Quotas.class).set("ec2", Quotas.STANDARD_VCPUS, VCPUS * count);
    fleets = IntStream.range(0, count).mapToObj(i -> fleet(world, i)).toList();
    Environment environment =
        new Environment(
            new EnvironmentId(AwsWorld.ENVIRONMENT),
            Jurisdiction.EU,
            fleets.get(0).zones(),
            new Environment.Aws(TwinCloud.ACCOUNT, AwsWorld.REGION, List.of(), Optional.empty()),
            fleets);
    ClientSettings settings =
        ClientSettings.plain(
                cloud.http(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .withShare(0.5);
    processes =
        IntStream.range(0, processCount)
            .mapToObj(
                i ->
                    AwsCloud.open(
                        environment,
                        settings,
                        time,
                        AwsWorld::read,
                        url -> {
                          int status = world.probe(url).status();
                          return new Probe(status == 200, String.valueOf(status));
                        }))
            .toList();
    cloud.faults().realBuckets(true);
  }

  private static Fleet fleet(TwinWorld world, int number) {
    String name = "app" + number;
    List<String> zones =
        List.of(AwsWorld.REGION + "a", AwsWorld.REGION + "b", AwsWorld.REGION + "c");
    handOverOwnSubnets(world, world.fleet(name), number, zones);
    return new Fleet(
        new FleetId(AwsWorld.ENVIRONMENT, name),
        "app",
        new Capacity(1, 2, 4),
        zones,
        Optional.of(new Fleet.Route(name + ".eu-prod.example", "/")),
        AwsWorld.policy(false, 100));
  }

  /** Addresses must not be what so many fleets run out of. */
  private static void handOverOwnSubnets(
      TwinWorld world, TwinFleet built, int number, List<String> zones) {
    Network network = world.region().part(Compute.class).network();
    Parameters parameters = world.region().part(Parameters.class);
    ObjectMapper json = new ObjectMapper();
    try {
      ObjectNode document = (ObjectNode) json.readTree(parameters.value(built.parameter()));
      ArrayNode subnets = document.putArray("subnets");
      for (int i = 0; i < zones.size(); i++) {
        int block = number * zones.size() + i;
        String cidr =
            "10.%s.%s.%s/28".formatted(1 + block / 4096, block / 16 % 256, block % 16 * 16);
        subnets
            .addObject()
            .put("id", network.addSubnet(zones.get(i), cidr))
            .put("zone", zones.get(i));
      }
      parameters.set(built.parameter(), document.toString());
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A rollout under way. */
  private record Flight(Engine engine, Pilot pilot, AwsCloud process, Instant next) {}

  /** Rolls all fleets at once to the image; returns how they ended. */
  List<End.Kind> roll(ImageId image) throws Exception {
    return roll(image, fleets.size());
  }

  /**
   * Rolls all fleets to the image, each engine's turns when they are due; returns how they ended.
   *
   * @param atATime most of them under way; the next begins as soon as one has ended, in the process
   *     that has the fewest
   */
  List<End.Kind> roll(ImageId image, int atATime) throws Exception {
    firstCall = cloud.calls().size();
    Instant began = time.now();
    PriorityQueue<Flight> due = new PriorityQueue<>(Comparator.comparing(Flight::next));
    Deque<Fleet> waiting = new ArrayDeque<>(fleets);
    for (int i = 0; i < Math.min(atATime, fleets.size()); i++) {
      due.add(begin(waiting.remove(), image, processes.get(i % processes.size())));
    }
    List<End.Kind> ends = new ArrayList<>();
    for (int turns = 0; !due.isEmpty() && turns < TURNS_MAX * fleets.size(); turns++) {
      Flight flight = due.remove();
      cloud.clock().advanceTo(flight.next());
      Instant next = flight.engine().turn();
      if (!flight.engine().atRest()) {
        due.add(new Flight(flight.engine(), flight.pilot(), flight.process(), next));
        continue;
      }
      ends.add(flight.engine().state().end().orElseThrow().kind());
      flight.pilot().close();
      if (!waiting.isEmpty()) {
        due.add(begin(waiting.remove(), image, flight.process()));
      }
    }
    makespan = Duration.between(began, time.now());
    return ends;
  }

  private Flight begin(Fleet fleet, ImageId image, AwsCloud process) throws Exception {
    Pilot pilot =
        Pilot.take(fleet, ports(fleet, process), new RolloutDecider(), (f, v, d, a) -> {}, "me");
    pilot.open(process.images().find(image).orElseThrow(), "many", false);
    return new Flight(pilot.engine(), pilot, process, time.now());
  }

  /** From the first rollout's beginning to the last one's end. */
  Duration makespan() {
    return makespan;
  }

  private Ports ports(Fleet fleet, AwsCloud process) {
    return new Ports(
        process.fleets(),
        process.traffic(),
        process.gauges(),
        process.images(),
        (asked, run) -> {
          throw new IllegalStateException("no policy here has a command gate: " + run);
        },
        new ChainedJournal(process.journal(fleet.id()), time),
        process.leases(),
        process.signals(),
        time);
  }

  /** The calls of the latest rollouts. */
  List<Call> calls() {
    List<Call> all = cloud.calls();
    return all.subList(firstCall, all.size());
  }

  /** How many calls of the operations each fleet cost. */
  double perFleet(String... operations) {
    List<String> wanted = List.of(operations);
    long count = calls().stream().filter(c -> wanted.contains(c.operation())).count();
    return (double) count / fleets.size();
  }

  /** The most calls of a service's Describe operations in any ten seconds, per second. */
  double peakPerSecond(String service) {
    Map<Long, Long> windows =
        calls().stream()
            .filter(c -> c.service().equals(service) && c.operation().startsWith("Describe"))
            .collect(
                Collectors.groupingBy(
                    c -> c.at().getEpochSecond() / 10, TreeMap::new, Collectors.counting()));
    return windows.values().stream().mapToLong(Long::longValue).max().orElse(0) / 10.0;
  }

  /** Calls that AWS refused for their rate. */
  List<String> throttled() {
    return calls().stream()
        .filter(c -> c.outcome().contains("Thrott") || c.outcome().contains("LimitExceeded"))
        .map(c -> c.at() + " " + c.operation())
        .toList();
  }

  Duration span() {
    List<Call> calls = calls();
    return Duration.between(calls.get(0).at(), calls.get(calls.size() - 1).at());
  }
}
