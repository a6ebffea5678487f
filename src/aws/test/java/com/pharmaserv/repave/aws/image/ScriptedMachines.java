package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.twin.TwinClock;
import com.pharmaserv.repave.aws.twin.systems.ShellBehaviour;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the bake's scripts do on machines, by their first lines. Of commands it understands {@code
 * echo} and {@code exit}; {@link AwsBakeIT} runs the same scripts with a real shell.
 */
final class ScriptedMachines implements ShellBehaviour {
  private static final Pattern VERB = Pattern.compile("# repave (\\w+) ?(\\S*) ?(\\S*)");
  private static final Pattern COMMAND =
      Pattern.compile("printf %s (\\S+) \\| base64 -d > \"\\$step/command\"");
  private static final Pattern PART = Pattern.compile("printf %s '([^']*)'");
  private static final Pattern SHA256 = Pattern.compile("echo \"([0-9a-f]{64})  ");
  private static final Pattern ECHO = Pattern.compile("echo ([^;]+)");
  private static final Pattern EXIT = Pattern.compile("exit (\\d+)");
  private static final Duration SMALL = Duration.ofSeconds(1);

  private final TwinClock clock;
  private final Map<String, Map<String, Run>> runs = new TreeMap<>();
  private final Map<String, Map<Integer, byte[]>> parts = new TreeMap<>();

  /** What commands of the recipe do, by the text that they contain. */
  private final Map<String, Work> works = new TreeMap<>();

  /** How often a command really ran, over all machines. */
  final Map<String, Integer> ran = new TreeMap<>();

  String packages = "bash 5.2\nopenssl 3.0.17-1~deb12u2\n";

  ScriptedMachines(TwinClock clock) {
    this.clock = clock;
  }

  /** A command's output, spread evenly over the time it takes. */
  record Work(int status, Duration takes, String output) {}

  private record Run(Instant begun, Work work) {
    byte[] log(Instant now) {
      byte[] all = work.output().getBytes(StandardCharsets.UTF_8);
      double share =
          Math.min(
              1.0,
              Duration.between(begun, now).toMillis()
                  / (double) Math.max(1, work.takes().toMillis()));
      return Arrays.copyOf(all, (int) (all.length * share));
    }

    Instant end() {
      return begun.plus(work.takes());
    }
  }

  void does(String command, Work work) {
    works.put(command, work);
  }

  @Override
  public synchronized Result run(String machine, String script) {
    Matcher verb = VERB.matcher(script);
    if (!verb.lookingAt()) {
      throw new AssertionError("a script without a name: " + script);
    }
    return switch (verb.group(1)) {
      case "ended" -> ended(machine);
      case "part" -> part(machine, Integer.parseInt(verb.group(2)), script);
      case "step" -> step(machine, verb.group(2), script);
      case "follow" -> follow(machine, verb.group(2), Integer.parseInt(verb.group(3)));
      default -> throw new AssertionError("unknown script: " + verb.group());
    };
  }

  private Map<String, Run> of(String machine) {
    return runs.computeIfAbsent(machine, unknown -> new TreeMap<>());
  }

  private Result ended(String machine) {
    String[] names =
        of(machine).entrySet().stream()
            .filter(run -> !run.getValue().end().isAfter(clock.now()))
            .filter(run -> run.getValue().work().status() == 0)
            .map(Map.Entry::getKey)
            .toArray(String[]::new);
    return Result.success(SMALL, names);
  }

  private Result part(String machine, int number, String script) {
    parts
        .computeIfAbsent(machine, unknown -> new TreeMap<>())
        .put(number, Base64.getDecoder().decode(group(PART, script)));
    return Result.success(SMALL);
  }

  private Result step(String machine, String name, String script) {
    Instant now = clock.now();
    String command =
        new String(Base64.getDecoder().decode(group(COMMAND, script)), StandardCharsets.UTF_8);
    Run run =
        of(machine).computeIfAbsent(name, unknown -> new Run(now, begin(machine, name, command)));
    byte[] log = run.work().output().getBytes(StandardCharsets.UTF_8);
    byte[] beginning = Arrays.copyOf(log, Math.min(log.length, Scripts.CHUNK));
    Duration left = run.end().isAfter(now) ? Duration.between(now, run.end()).plus(SMALL) : SMALL;
    String size = Integer.toString(log.length);
    String text = Base64.getEncoder().encodeToString(beginning);
    return run.work().status() == 0
        ? Result.success(left, size, text)
        : Result.failure(run.work().status(), left, size, text);
  }

  private Work begin(String machine, String name, String command) {
    ran.merge(name, 1, Integer::sum);
    for (Map.Entry<String, Work> work : works.entrySet()) {
      if (command.contains(work.getKey())) {
        return work.getValue();
      }
    }
    if (name.equals("00-files")) {
      return unpacked(machine, command);
    }
    if (name.equals("50-facts")) {
      return new Work(0, SMALL, packages);
    }
    if (!name.startsWith("20-") && !name.startsWith("30-")) {
      return new Work(0, SMALL, "");
    }
    Matcher echo = ECHO.matcher(command);
    Matcher exit = EXIT.matcher(command);
    return new Work(
        exit.find() ? Integer.parseInt(exit.group(1)) : 0,
        SMALL,
        echo.find() ? echo.group(1) + "\n" : "");
  }

  private Work unpacked(String machine, String command) {
    List<byte[]> sent = new ArrayList<>(parts.getOrDefault(machine, Map.of()).values());
    boolean same = hash(sent).equals(group(SHA256, command));
    return new Work(same ? 0 : 1, SMALL, same ? "" : "the files were damaged on their way\n");
  }

  private Result follow(String machine, String name, int from) {
    Run run = of(machine).get(name);
    byte[] log = run == null ? new byte[0] : run.log(clock.now());
    byte[] chunk =
        from >= log.length
            ? new byte[0]
            : Arrays.copyOfRange(log, from, Math.min(log.length, from + Scripts.CHUNK));
    return Result.success(SMALL, Base64.getEncoder().encodeToString(chunk));
  }

  private static String hash(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in: " + text);
    }
    return matcher.group(1);
  }
}
