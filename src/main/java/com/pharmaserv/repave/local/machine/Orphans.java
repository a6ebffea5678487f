package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.store.LocalSystemTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Processes of machines whose cloud died without ending them. */
public final class Orphans {
  static final String RECORD = "process.json";

  private static final Duration END_MAX = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Orphans() {}

  /**
   * Ends all processes of the home's machines and removes the machines' folders; only while no
   * cloud runs. Returns how many processes there were.
   */
  public static int sweep(LocalHome home) throws IOException, InterruptedException {
    Path machines = home.machines();
    if (!Files.isDirectory(machines)) {
      return 0;
    }
    Set<ProcessHandle> found = new LinkedHashSet<>(startedFrom(machines));
    List<Path> folders = machineFolders(machines);
    for (Path folder : folders) {
      recorded(folder).ifPresent(found::add);
    }
    found.forEach(ProcessHandle::destroyForcibly);
    LocalSystemTime.await(
        END_MAX, PAUSE, () -> found.stream().noneMatch(ProcessHandle::isAlive));
    for (Path folder : folders) {
      Ended.keepLog(folder);
      Durable.deleteTree(folder);
    }
    return found.size();
  }

  /**
   * Living processes that were given a key from under the folder. The environment of a process is
   * inherited by what it starts, so this also finds those whose parent is gone and those that died
   * before they were recorded. Empty where the system has no {@code /proc}.
   */
  static List<ProcessHandle> startedFrom(Path folder) throws IOException {
    Path proc = Path.of("/proc");
    if (!Files.isDirectory(proc.resolve("self"))) {
      return List.of();
    }
    String mark = MachineStarter.KEY_VARIABLE + "=" + folder + "/";
    List<ProcessHandle> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(proc)) {
      for (Path entry : entries.toList()) {
        String name = String.valueOf(entry.getFileName());
        if (name.matches("[0-9]+") && carries(entry.resolve("environ"), mark)) {
          ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean carries(Path environ, String mark) {
    try {
      String variables = Files.readString(environ, StandardCharsets.ISO_8859_1);
      String bytes =
          new String(mark.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      return variables.startsWith(bytes) || variables.contains("\0" + bytes);
    } catch (IOException e) {
      // Somebody else's process, or one that ended while we looked: not one of ours.
      return false;
    }
  }

  static void record(Path folder, ProcessHandle process) throws IOException {
    Durable.write(
        folder.resolve(RECORD),
        Json.write(
            Json.object(
                "pid", process.pid(),
                "startedAt", process.info().startInstant().map(Fields::nanos))));
  }

  /** The recorded process, if that number still belongs to it and not to a later one. */
  private static Optional<ProcessHandle> recorded(Path folder) throws IOException {
    Optional<byte[]> record = Durable.read(folder.resolve(RECORD));
    if (record.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = Json.read(record.get(), "'" + folder.resolve(RECORD) + "'");
    return ProcessHandle.of(fields.number("pid"))
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(Fields::nanos)
                    .equals(fields.optionalNumber("startedAt")));
  }

  private static List<Path> machineFolders(Path machines) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path environment : directories(machines)) {
      folders.addAll(directories(environment));
    }
    return folders;
  }

  private static List<Path> directories(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries
          .filter(Files::isDirectory)
          .filter(path -> !String.valueOf(path.getFileName()).equals(Ended.FOLDER))
          .toList();
    }
  }
}
