package com.pharmaserv.repave.aws.gauge;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.HandOvers;
import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.fleet.AwsFleets;
import com.pharmaserv.repave.aws.fleet.AwsTraffic;
import com.pharmaserv.repave.aws.fleet.Observer;
import com.pharmaserv.repave.aws.store.Fence;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.model.Action.LaunchGeneration;
import com.pharmaserv.repave.model.Action.ShiftTraffic;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.Gauges;
import com.pharmaserv.repave.port.GaugesContract;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.port.Traffic;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An environment on the double with routed fleets, their generations, and users' requests. */
public final class GaugeWorld implements GaugesContract.Subject {
  public static final String REGION = "eu-central-1";
  public static final String ENVIRONMENT = "eu-test";
  public static final ImageId IMAGE = new ImageId("app", "a".repeat(64));

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final int LOOKS_MAX = 240;
  private static final Fence OPEN = new OpenFence();

  public final TwinCloud cloud = new TwinCloud(7);
  public final TwinWorld world = TwinWorld.of(cloud, REGION, ENVIRONMENT);
  public final String ami = world.image(IMAGE.name(), IMAGE.digest(), "app");
  public final Map<FleetId, HandOver> handOvers = new HashMap<>();
  private final Map<FleetId, TwinFleet> built = new HashMap<>();
  private final Fleet fleet = fleet("app");
  public final Site site = newSite();
  public final AwsGauges gauges = new AwsGauges(site, this::ask);
  private final Observer observer = new Observer(site.clients(), site.time());
  private final AwsFleets fleets = new AwsFleets(site, observer, OPEN, gauges::openRequests);
  private final AwsTraffic traffic = new AwsTraffic(site, observer, OPEN);

  private static final class OpenFence implements Fence {
    @Override
    public void raise(FleetId fleet, long epoch) {}

    @Override
    public void require(FleetId fleet, long epoch) {}
  }

  private Site newSite() {
    Environment environment = environment(List.of(fleet));
    Time time = new TwinTime(cloud);
    ClientSettings settings =
        ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    HandOvers known =
        asked -> Objects.requireNonNull(handOvers.get(asked.id()), asked.id().toString());
    return new Site(environment, Clients.of(environment, settings, time), time, known);
  }

  /** The environment with those fleets. */
  public static Environment environment(List<Fleet> fleets) {
    return new Environment(
        new EnvironmentId(ENVIRONMENT),
        Jurisdiction.EU,
        List.of("eu-central-1a", "eu-central-1b"),
        new Environment.Aws(TwinCloud.ACCOUNT, REGION, List.of(), Optional.empty()),
        fleets);
  }

  /** Builds one more fleet behind the environment's load balancer. */
  public Fleet fleet(String name) {
    TwinFleet twin = world.fleet(name);
    FleetId id = new FleetId(ENVIRONMENT, name);
    List<HandOver.Subnet> subnets = new ArrayList<>();
    for (String subnet : world.region().part(Compute.class).network().subnets()) {
      String zone = world.region().machines().subnet(subnet).orElseThrow().zone();
      subnets.add(new HandOver.Subnet(subnet, zone));
    }
    built.put(id, twin);
    handOvers.put(
        id,
        new HandOver(
            "1.1",
            id,
            TwinCloud.ACCOUNT,
            REGION,
            subnets,
            Optional.of(
                new HandOver.Route(
                    new Entry(Entry.Kind.RULE, twin.productionRule()),
                    new Entry(Entry.Kind.RULE, twin.testRule()),
                    twin.blue(),
                    twin.green(),
                    twin.probe().toString())),
            new HandOver.Skeleton(twin.skeleton(), "1"),
            "repave-" + ENVIRONMENT,
            new HandOver.Bake(
                subnets.get(0).id(),
                "sg-1",
                "repave-bake",
                "m5.large",
                new TreeMap<>(),
                Optional.empty()),
            Optional.of(
                world.region().part(Compute.class).network().addGroup("cell-" + id.name()))));
    return described(id);
  }

  private static Fleet described(FleetId id) {
    return new Fleet(
        id,
        IMAGE.name(),
        new Capacity(1, 2, 6),
        List.of("eu-central-1a", "eu-central-1b"),
        Optional.of(new Fleet.Route(id.name() + ".eu-test.example", "/ready")),
        new Policy(
            List.of(10, 50, 100),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT));
  }

  /** The prober of this world: one request at the double's balancer. */
  private Probe ask(URI url) {
    int status = world.probe(url).status();
    return new Probe(status >= 200 && status < 300, url + " answered " + status);
  }

  public GenerationId generation(int number) {
    return new GenerationId(fleet.id(), number);
  }

  /** Launches a generation and waits until all its machines serve. */
  public void serve(int number, Slot slot, int machines) throws Exception {
    LaunchGeneration launch =
        new LaunchGeneration(
            generation(number),
            Optional.of(slot),
            IMAGE,
            machines,
            Settings.of(machines, machines + 2, List.of(), false),
            new RolloutId(fleet.id(), number));
    fleets.launch(fleet, launch, stamp());
    until(
        "generation " + number + " serves",
        () ->
            fleets
                .observe(fleet)
                .find(generation(number))
                .filter(g -> g.serving() == machines)
                .isPresent());
  }

  public void shift(Weights expected, Weights weights) throws ProviderException {
    traffic.shift(fleet, new ShiftTraffic(expected, weights), stamp());
  }

  /** Lets users ask from now on. */
  public void users(double requestsPerSecond) {
    world.traffic(Objects.requireNonNull(built.get(fleet.id())), requestsPerSecond);
  }

  public void pass(Duration span) {
    cloud.clock().advance(span);
  }

  private Stamp stamp() {
    return new Stamp(new RolloutId(fleet.id(), 1), "test", 1, new Head(1, "0".repeat(64)));
  }

  /** How often an operation was called. */
  public long calls(String operation) {
    return cloud.calls().stream().filter(call -> call.operation().equals(operation)).count();
  }

  @Override
  public Fleets fleets() {
    return fleets;
  }

  @Override
  public Traffic traffic() {
    return traffic;
  }

  @Override
  public Gauges gauges() {
    return gauges;
  }

  @Override
  public Fleet fleet() {
    return fleet;
  }

  @Override
  public ImageId image() {
    return IMAGE;
  }

  @Override
  public Instant now() {
    return cloud.clock().now();
  }

  @Override
  public void until(String what, Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < LOOKS_MAX && !condition.call(); i++) {
      pass(LOOK);
    }
    assertThat(condition.call()).as(what).isTrue();
  }
}
