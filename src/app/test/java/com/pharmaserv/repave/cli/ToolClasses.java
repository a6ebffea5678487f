package com.pharmaserv.repave.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the tool's classes come from when a test starts it in a process of its own.
 *
 * @param options of the Java machine
 * @param path the class path
 */
record ToolClasses(List<String> options, String path) {
  /** Each of the two steps takes a second or two on an idle machine. */
  private static final Duration STEP_MAX = Duration.ofMinutes(2);

  /** What the launcher runs the tool with: its archive holds for these options only. */
  private static final List<String> LIGHT =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto");

  /** As this process has them. */
  static ToolClasses plain() {
    return new ToolClasses(LIGHT, System.getProperty("java.class.path"));
  }

  /**
   * Out of an archive, made in that folder as the launcher makes it: for a test that starts the
   * tool so often that half a second each time is worth it. Where tests run on folders of classes,
   * or no archive can be made, the classes are plain ones.
   */
  static ToolClasses archived(Path folder) throws IOException, InterruptedException {
    ToolClasses plain = plain();
    Optional<String> jar =
        Stream.of(plain.path().split(File.pathSeparator))
            .filter(entry -> entry.endsWith(File.separator + "repave.jar"))
            .findFirst();
    Path list = folder.resolve("classes.txt");
    Path archive = folder.resolve("classes.jsa");
    if (jar.isEmpty()
        || !runs(jar.get(), "-XX:DumpLoadedClassList=" + list, Main.class.getName(), "--train")
        || !runs(
            jar.get(),
            "-XX:SharedArchiveFile=" + archive,
            "-XX:SharedClassListFile=" + list,
            "-Xshare:dump")
        || !Files.exists(archive)) {
      return plain;
    }
    List<String> options = new ArrayList<>(LIGHT);
    options.add("-XX:SharedArchiveFile=" + archive);
    // An archive's own class path must come first.
    return new ToolClasses(options, jar.get() + File.pathSeparator + plain.path());
  }

  private static boolean runs(String jar, String option, String... rest)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(LIGHT);
    command.addAll(List.of(option, "-cp", jar));
    command.addAll(List.of(rest));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(STEP_MAX.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    return ended && process.exitValue() == 0;
  }

  /** The command line's beginning, up to the main class. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(options);
    command.addAll(List.of("-Xmx128m", "-cp", path));
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
