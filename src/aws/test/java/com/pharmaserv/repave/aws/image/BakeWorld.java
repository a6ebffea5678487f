package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.systems.Commands;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The double with two regions, an environment in it, and what is needed to bake there. */
final class BakeWorld {
  static final String HOME = "eu-central-1";
  static final String COPY = "eu-west-1";
  static final Base BASE = new Base.AmiFilter("136693071363", "debian-12-amd64-*", "x86_64");

  final TwinCloud cloud;
  final ScriptedMachines machines;
  final MemoryLocks locks = new MemoryLocks();
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final Path folder;
  final HandOver.Bake place;

  /** For looking; making clients is the slow part of a test. */
  private final Site inspector;

  BakeWorld(Path temp, long seed) {
    cloud = new TwinCloud(seed);
    machines = new ScriptedMachines(cloud.clock());
    cloud.region(HOME).part(Commands.class).behave(machines);
    folder = recipeFolder(temp);
    inspector = site();
    Compute compute = cloud.region(HOME).part(Compute.class);
    place =
        new HandOver.Bake(
            compute.network().subnets().get(0),
            compute.network().defaultGroup(),
            "repave-bake",
            "m5.large",
            new TreeMap<>(Map.of(HOME, key(HOME), COPY, key(COPY))),
            Optional.empty());
    // So that a read which is some seconds behind does not see a world without base images.
    cloud.clock().advance(Duration.ofMinutes(1));
  }

  private static Path recipeFolder(Path temp) {
    try {
      Path folder = Files.createDirectories(temp.resolve("images/hello"));
      Files.writeString(folder.resolve("a.txt"), "a\n");
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String key(String region) {
    return cloud.region(region).arn("kms", "key/images");
  }

  Environment environment() {
    Fleet fleet =
        new Fleet(
            new FleetId("eu-test", "web"),
            "hello",
            new Capacity(1, 2, 4),
            List.of(HOME + "a", HOME + "b"),
            Optional.empty(),
            new Policy(
                List.of(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                80,
                false,
                List.of(),
                Policy.Bounds.DEFAULT));
    return new Environment(
        new EnvironmentId("eu-test"),
        Jurisdiction.EU,
        List.of(HOME + "a", HOME + "b"),
        new Environment.Aws(TwinCloud.ACCOUNT, HOME, List.of(COPY), Optional.empty()),
        List.of(fleet));
  }

  /** A site as a process of its own would have it. */
  Site site() {
    TwinTime time = new TwinTime(cloud);
    ClientSettings settings =
        ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return new Site(
        environment(),
        Clients.of(environment(), settings, time),
        time,
        fleet ->
            new HandOver(
                "1.0",
                fleet.id(),
                TwinCloud.ACCOUNT,
                HOME,
                List.of(),
                Optional.empty(),
                new HandOver.Skeleton("lt-1", "1"),
                "table",
                place));
  }

  AwsBaker baker() {
    return new AwsBaker(site(), locks);
  }

  AwsStock stock() {
    return new AwsStock(inspector, new AwsImages(inspector, locks));
  }

  AwsImages images() {
    return new AwsImages(inspector, locks);
  }

  Image bake() throws Exception {
    return bake(recipe());
  }

  Image bake(Recipe recipe) throws Exception {
    return baker().bake(recipe, folder, said::add);
  }

  static Recipe recipe() {
    return recipe(List.of(new Command("echo setting up", 7)), List.of(new Command("true", 9)));
  }

  static Recipe recipe(List<Command> setup, List<Command> checks) {
    return recipe(BASE, setup, checks);
  }

  static Recipe recipe(Base base, List<Command> setup, List<Command> checks) {
    return new Recipe(
        "hello",
        "app",
        "1",
        base,
        List.of(new Recipe.FileEntry("a.txt", "a.txt", false)),
        List.of("openssl>=3.0"),
        setup,
        List.of("java", "-cp", "app", "Hello"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(1)),
        checks,
        "owner@pharmaserv.example");
  }

  Ec2Client ec2(String region) {
    return inspector.clients().in(region).ec2();
  }

  /** The account's own images in a region. */
  List<software.amazon.awssdk.services.ec2.model.Image> own(String region) {
    return ec2(region).describeImages(r -> r.owners("self")).images();
  }

  List<Snapshot> snapshots(String region) {
    return ec2(region).describeSnapshots(r -> r.ownerIds("self")).snapshots();
  }

  /** Machines that still cost something. */
  List<Instance> living() {
    return ec2(HOME).describeInstances().reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .filter(
            instance ->
                !List.of("terminated", "shutting-down").contains(instance.state().nameAsString()))
        .toList();
  }

  /** Everything that stands in the account, in words. */
  List<String> holdings() {
    List<String> all = new ArrayList<>();
    for (String region : List.of(HOME, COPY)) {
      own(region).forEach(image -> all.add(region + " image " + image.stateAsString()));
      snapshots(region).forEach(snapshot -> all.add(region + " snapshot"));
    }
    living().forEach(instance -> all.add("machine " + instance.state().nameAsString()));
    return all;
  }

  /** One finished image in each region and nothing beside. */
  static List<String> oneImageEverywhere() {
    return List.of(
        HOME + " image available",
        HOME + " snapshot",
        COPY + " image available",
        COPY + " snapshot");
  }

  List<Call> changes() {
    return cloud.calls().stream().filter(Call::mutating).toList();
  }
}
