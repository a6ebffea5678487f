package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.aws.twin.tables.DynamoTables;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Probe;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.wiring.AwsWiring;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** A small project with an environment on a double of AWS, and the tool in this process. */
final class AwsPlayground {
  static final String ENVIRONMENT = "eu-prod";
  static final String REGION = "eu-central-1";

  private final Path project;
  private final Path home;
  final TwinCloud cloud = new TwinCloud(1);
  final TwinWorld world = TwinWorld.of(cloud, REGION, ENVIRONMENT);
  private final ClientSettings settings =
      ClientSettings.plain(
          cloud.http(),
          StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));

  private AwsPlayground(Path folder) {
    this.project = folder.resolve("project");
    this.home = folder.resolve("home");
    cloud.region(REGION).part(DynamoTables.class).create("repave-" + ENVIRONMENT);
    cloud.latency(Duration.ZERO, Duration.ofMillis(2));
  }

  /**
   * A project with that many fleets, app-1 and so on.
   *
   * @param gates lines of the policies, as a YAML list in one line
   */
  static AwsPlayground in(Path folder, int fleets, String gates) throws IOException {
    AwsPlayground ground = new AwsPlayground(folder);
    ground.environment(TwinCloud.ACCOUNT, fleets, gates);
    ground.write(
        "images/app/image.yaml",
        Playground.RECIPE
            .replace("name: hello", "name: app")
            .replace(
                "base: host",
                "base: {ami: {parameter: /aws/service/debian/release/12/latest/amd64}}"));
    ground.write("images/app/hello.txt", "hello\n");
    return ground;
  }

  void environment(String account, int fleets, String gates) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            name: eu-prod
            provider: aws
            jurisdiction: eu
            zones: [%s]
            aws: {account: "%s", region: eu-central-1}
            fleets:
            """
                .formatted(zones(), account));
    for (int i = 1; i <= fleets; i++) {
      text.append(
          """
            - name: app-%1$s
              image: app
              capacity: {min: 2, desired: 2, max: 4}
              route: {host: app-%1$s.eu-prod.example, probe: /}
              policy:
                steps: [50, 100]
                soak: 2m
                final-soak: 2m
                retention: 1m
                gates: %2$s
          """
              .formatted(i, gates)
              .indent(0));
    }
    write("environments/eu-prod.yaml", text.toString());
  }

  /** Lets the environment keep copies of its images in another region, too. */
  void copyTo(String region) throws IOException {
    Path file = project.resolve("environments/eu-prod.yaml");
    String home = "region: " + REGION;
    Files.writeString(
        file, Files.readString(file).replace(home, home + ", copies: [" + region + "]"));
  }

  private String zones() {
    List<Subnet> subnets =
        cloud.quietly(() -> world.clients().compute().describeSubnets(r -> {}).subnets());
    return subnets.stream()
        .map(Subnet::availabilityZone)
        .sorted()
        .distinct()
        .collect(Collectors.joining(", "));
  }

  void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  Playground.Answer run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--project", project.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Map<String, String> variables = Map.of("REPAVE_HOME", home.toString());
    Console console =
        new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, variables);
    Wiring.Start start =
        new Wiring.Start(variables, Clock.systemUTC(), UnaryOperator.identity(), new OnTwin());
    int code = Tool.run(console, start, all.toArray(new String[0]));
    return new Playground.Answer(code, out.toString(), err.toString());
  }

  private Probe probe(URI url) {
    int status = world.probe(url).status();
    return new Probe(status == 200, Integer.toString(status));
  }

  /**
   * Opens environments on the double, under the double's time. With several flights the time moves
   * on when all of them sleep, as far as the first of them wants to: it does not run away from one
   * that the machine lets wait.
   */
  private final class OnTwin implements Wiring.Elsewhere, Time {
    private static final Set<Thread.State> BUSY =
        EnumSet.of(Thread.State.RUNNABLE, Thread.State.BLOCKED);

    private final Set<Thread> known = new HashSet<>();
    private final Map<Thread, Instant> sleeping = new HashMap<>();

    @Override
    public Provider open(Environment environment, Path folder, Time time) {
      return AwsWiring.open(environment, folder, time, settings, AwsPlayground.this::probe);
    }

    @Override
    public Time time(Clock clock) {
      return this;
    }

    @Override
    public Instant now() {
      return cloud.clock().now();
    }

    @Override
    public synchronized void sleepUntil(Instant instant) throws InterruptedException {
      known.add(Thread.currentThread());
      sleeping.put(Thread.currentThread(), instant);
      while (now().isBefore(instant)) {
        if (allSleep()) {
          cloud.clock().advanceTo(Collections.min(sleeping.values()));
          notifyAll();
        } else {
          wait(/* timeoutMillis= */ 1);
        }
      }
      sleeping.remove(Thread.currentThread());
    }

    private boolean allSleep() {
      boolean due = sleeping.values().stream().anyMatch(until -> !until.isAfter(now()));
      return !due
          && known.stream()
              .filter(thread -> !sleeping.containsKey(thread))
              .noneMatch(thread -> BUSY.contains(thread.getState()));
    }
  }
}
