package com.pharmaserv.repave.infra.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.infra.ChangedProject;
import com.pharmaserv.repave.infra.standin.Cloud;
import com.pharmaserv.repave.infra.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a platform team has before it: a copy of the project, the Pulumi command, its state, and an
 * account. All of it in one folder that can be copied.
 */
final class Workplace {
  /** The stack that the stand-in is tried with, and its account. */
  static final String STACK = "eu-prod";

  static final String ACCOUNT = "111122223333";

  /** No run with the stand-in has taken a tenth of this. */
  private static final Duration BOUND = Duration.ofMinutes(5);

  /**
   * What stands behind a place.
   *
   * @param start the shell's command that starts the process which Pulumi takes for its provider
   * @param environment what that process must be told
   * @param bound after which a run of Pulumi is stopped
   */
  record Provider(String start, Map<String, String> environment, Duration bound) {}

  /**
   * For a Java machine that lives for seconds. Pulumi's SDK asks all the time whether it is done,
   * which takes a whole core from the engine: so it yields, and has a pool where there are only
   * two.
   */
  private static final String JAVA =
      "exec nice -n 10 '"
          + System.getProperty("java.home")
          + "/bin/java' -Xmx512m -XX:+UseSerialGC"
          + " -Djava.util.concurrent.ForkJoinPool.common.parallelism=4"
          + " -XX:TieredStopAtLevel=1 -Dslf4j.internal.verbosity=ERROR -cp '"
          + System.getProperty("java.class.path")
          + "' ";

  private final Path folder;
  private final Path cli;
  private final String stack;
  private final Provider provider;

  private Workplace(Path folder, Path cli, String stack, Provider provider) {
    this.folder = folder;
    this.cli = cli;
    this.stack = stack;
    this.provider = provider;
  }

  /**
   * An empty account, which the stand-in keeps, and no state.
   *
   * @param cli the folder of the pulumi command
   */
  static Workplace make(Path folder, Path cli) throws IOException, InterruptedException {
    Cloud.make(folder.resolve("cloud"), ACCOUNT);
    return make(folder, cli, STACK, standIn(folder));
  }

  /** No state, and an account that the provider knows. */
  static Workplace make(Path folder, Path cli, String stack, Provider provider)
      throws IOException, InterruptedException {
    Workplace place = new Workplace(folder, cli, stack, provider);
    ChangedProject.copy(Path.of("../environments"), folder.resolve("project/environments"));
    ChangedProject.copy(Path.of("../images"), folder.resolve("project/images"));
    Files.createDirectories(folder.resolve("state"));
    Path infra = Files.createDirectories(folder.resolve("project/infra"));
    Files.copy(Path.of("Pulumi.yaml"), infra.resolve("Pulumi.yaml"));
    Files.copy(Path.of("pom.xml"), infra.resolve("pom.xml"));
    // With a passphrase instead of a key of AWS, which is not there.
    String settings = Files.readString(Path.of("Pulumi." + stack + ".yaml"));
    Files.writeString(place.settings(), settings.replaceFirst("(?m)^secretsprovider:.*\n", ""));
    place.install();
    place.pulumi("stack", "init", stack).succeeded();
    return place;
  }

  private static Provider standIn(Path folder) {
    return new Provider(
        JAVA + StandIn.class.getName() + " '" + folder.resolve("cloud") + "'", Map.of(), BOUND);
  }

  /** The same with its stand-in, as it is now, in another folder. */
  Workplace copyTo(Path other) throws IOException {
    ChangedProject.copy(folder, other);
    Workplace place = new Workplace(other, cli, stack, standIn(other));
    place.install();
    return place;
  }

  /** Starts the program, and the provider, from the classes under test. */
  private void install() throws IOException {
    script(
        folder.resolve("project/infra/mvnw"),
        "main=com.pharmaserv.repave.infra.App\n"
            + "arguments=\n"
            + "for each in \"$@\"; do case $each in\n"
            + "  -DmainClass=*) main=${each#*=} ;;\n"
            + "  -DmainArgs=*) arguments=${each#*=} ;;\n"
            + "esac; done\n"
            + JAVA
            + "$main $arguments");
    script(folder.resolve("bin/pulumi-resource-aws"), provider.start());
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  Path cli() {
    return cli;
  }

  /** How Pulumi keeps the stack's state. */
  Path settings() {
    return folder.resolve("project/infra/Pulumi." + stack + ".yaml");
  }

  Cloud cloud() {
    return new Cloud(folder.resolve("cloud"));
  }

  /** The state as it lies on the disk. */
  String state() throws IOException {
    return Files.readString(folder.resolve("state/.pulumi/stacks/repave/" + stack + ".json"));
  }

  /** Changes the environment's file. */
  void edit(String from, String to) throws IOException {
    Path file = folder.resolve("project/environments/" + stack + ".yaml");
    String text = Files.readString(file);
    if (!text.contains(from)) {
      throw new IllegalArgumentException("'" + from + "' is not in " + file);
    }
    Files.writeString(file, text.replace(from, to));
  }

  /** Removes from the environment's file what begins with one text and ends before another. */
  void remove(String from, String until) throws IOException {
    Path file = folder.resolve("project/environments/" + stack + ".yaml");
    String text = Files.readString(file);
    int begin = text.indexOf(from);
    Files.writeString(file, text.substring(0, begin) + text.substring(text.indexOf(until, begin)));
  }

  /** The URN of the only resource with a logical name. */
  String urn(String name) throws IOException {
    Matcher urn = Pattern.compile("\"(urn:pulumi:[^\"]*::" + name + ")\"").matcher(state());
    if (!urn.find()) {
      throw new IllegalArgumentException("the state has no '" + name + "'");
    }
    return urn.group(1);
  }

  /** An output of the only resource with a logical name. */
  String output(String name, String property) throws IOException {
    return outputs(name).path(property).asText();
  }

  /** All outputs of the only resource with a logical name. */
  JsonNode outputs(String name) throws IOException {
    String urn = urn(name);
    for (JsonNode each : new ObjectMapper().readTree(state()).at("/checkpoint/latest/resources")) {
      if (each.path("urn").asText().equals(urn)) {
        return each.path("outputs");
      }
    }
    throw new IllegalArgumentException("the state has no '" + urn + "'");
  }

  /** Runs pulumi in the copy's infra/. */
  Command.Result pulumi(String... arguments) throws IOException, InterruptedException {
    return pulumiIn(folder.resolve("project/infra"), arguments);
  }

  /** Runs pulumi in another copy of infra/, with this place's state and account. */
  Command.Result pulumiIn(Path infra, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 2];
    command[0] = cli.resolve("pulumi").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    command[arguments.length + 1] = "--non-interactive";
    return Command.run(infra, environment(), provider.bound(), command);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(provider.environment());
    environment.put("PATH", folder.resolve("bin") + ":" + cli + ":" + System.getenv("PATH"));
    environment.put("PULUMI_HOME", folder.resolve("home").toString());
    environment.put("PULUMI_BACKEND_URL", "file://" + folder.resolve("state"));
    environment.put("PULUMI_STACK", stack);
    environment.put("PULUMI_CONFIG_PASSPHRASE", "test");
    // No one needs the state from before each of 500 steps: it is written once, at the end.
    environment.put("PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS", "true");
    environment.put("PULUMI_EXPERIMENTAL", "true");
    environment.put("PULUMI_SKIP_CHECKPOINTS", "true");
    environment.put("PULUMI_SKIP_UPDATE_CHECK", "true");
    environment.put("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
    return environment;
  }
}
