package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the base {@code host} provides: this machine's system and the commands on its path. */
final class HostPackages {
  private static final Pattern WISH =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9+._-]*?)(?:>=([0-9][0-9A-Za-z.+_-]*))?");
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+\\S*|\\d{2,}");

  /** Parts of a JDK: its {@code release} file is exact, and reading it starts no process. */
  private static final Set<String> OF_JAVA = Set.of("java", "javac", "jar");

  /** Recorded for a command that does not tell its version. */
  private static final String UNVERSIONED = "sha256:";

  private static final Duration ASK_MAX = Duration.ofSeconds(10);

  private final String recipe;
  private final String path;

  /**
   * Prepares the look-up.
   *
   * @param recipe the recipe's file, for messages
   * @param path where commands are looked for, as in the variable PATH
   */
  HostPackages(String recipe, String path) {
    this.recipe = recipe;
    this.path = path;
  }

  /** The exact versions of system and packages, by the lock's names. */
  SortedMap<String, String> resolve(List<String> wishes) throws BakeException {
    SortedMap<String, String> lock = new TreeMap<>();
    lock.put("base host", system());
    List<String> problems = new ArrayList<>();
    for (String wish : wishes) {
      Matcher matcher = WISH.matcher(wish);
      if (!matcher.matches()) {
        problems.add("package '" + wish + "' must look like 'java' or 'java>=17'");
        continue;
      }
      String name = matcher.group(1);
      Optional<String> atLeast = Optional.ofNullable(matcher.group(2));
      Optional<Path> command = Shell.find(path, name);
      if (command.isEmpty()) {
        problems.add(
            "package '"
                + wish
                + "' is missing: there is no command '"
                + name
                + "' on the PATH; "
                + install(name, atLeast));
        continue;
      }
      String version = version(name, command.get());
      if (atLeast.isPresent() && !reaches(version, atLeast.get())) {
        problems.add(
            "package '"
                + wish
                + "' is too old: '"
                + command.get()
                + "' is "
                + version
                + "; "
                + install(name, atLeast));
        continue;
      }
      lock.put("package " + name, version);
    }
    if (!problems.isEmpty()) {
      throw new BakeException(recipe + ": " + String.join("\n" + recipe + ": ", problems));
    }
    return lock;
  }

  /** Compares number by number; what is not a number ends the comparison. */
  static boolean reaches(String version, String atLeast) {
    if (version.startsWith(UNVERSIONED)) {
      return false;
    }
    List<Long> have = numbers(version);
    List<Long> need = numbers(atLeast);
    for (int i = 0; i < need.size(); i++) {
      long at = i < have.size() ? have.get(i) : 0;
      if (at != need.get(i)) {
        return at > need.get(i);
      }
    }
    return !have.isEmpty();
  }

  private static List<Long> numbers(String version) {
    return Arrays.stream(version.split("[^0-9]+", -1))
        .filter(part -> !part.isEmpty())
        // A longer number is a date or a build; 15 digits always fit.
        .map(part -> Long.valueOf(part.length() > 15 ? part.substring(0, 15) : part))
        .toList();
  }

  private String version(String name, Path command) throws BakeException {
    try {
      if (OF_JAVA.contains(name)) {
        Optional<String> release = javaRelease(command.toRealPath());
        if (release.isPresent()) {
          return release.get();
        }
      }
      return asked(command, name.equals("java") ? "-version" : "--version");
    } catch (IOException e) {
      throw new BakeException(
          recipe
              + ": package '"
              + name
              + "': cannot ask '"
              + command
              + "' for its version: "
              + Durable.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException(recipe + ": interrupted while asking '" + command + "'");
    }
  }

  private String asked(Path command, String option) throws IOException, InterruptedException {
    Shell shell = new Shell(Path.of("/"), Map.of("PATH", path, "LC_ALL", "C"), ASK_MAX);
    Shell.Outcome outcome = shell.run(List.of(command.toString(), option), line -> {});
    for (String line : outcome.tail()) {
      Matcher matcher = VERSION.matcher(line.replace("\"", ""));
      if (outcome.good() && matcher.find()) {
        return matcher.group();
      }
    }
    // It does not tell: its content decides, so that a patched one still makes another image.
    return UNVERSIONED + Sha256.of(command);
  }

  private static Optional<String> javaRelease(Path java) throws IOException {
    Path bin = java.getParent();
    if (bin == null || bin.getParent() == null) {
      return Optional.empty();
    }
    Map<String, String> release = properties(bin.getParent().resolve("release"));
    return Optional.ofNullable(
        release.getOrDefault("JAVA_RUNTIME_VERSION", release.get("JAVA_VERSION")));
  }

  private static String system() throws BakeException {
    try {
      Map<String, String> release = properties(Path.of("/etc/os-release"));
      return release.getOrDefault("ID", System.getProperty("os.name"))
          + " "
          + release.getOrDefault("VERSION_ID", System.getProperty("os.version"))
          + " "
          + System.getProperty("os.arch");
    } catch (IOException e) {
      throw new BakeException("cannot read '/etc/os-release': " + Durable.reason(e));
    }
  }

  /** Lines {@code NAME="value"}; empty if there is no such file. */
  private static Map<String, String> properties(Path file) throws IOException {
    Map<String, String> properties = new HashMap<>();
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file)) {
        int at = line.indexOf('=');
        if (at > 0) {
          properties.put(line.substring(0, at), line.substring(at + 1).replace("\"", "").trim());
        }
      }
    }
    return properties;
  }

  private static String install(String name, Optional<String> atLeast) {
    if (OF_JAVA.contains(name)) {
      String major = atLeast.map(v -> v.split("[^0-9]", 2)[0]).orElse("17");
      return "install it, for example: apt-get install openjdk-" + major + "-jdk-headless";
    }
    return "install it, for example: apt-get install " + name;
  }
}
