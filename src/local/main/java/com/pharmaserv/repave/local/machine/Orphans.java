package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.store.LocalSystemTime;
import com.pharmaserv.repave.local.store.Processes;
import java.io.IOException;
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
   * Ends all processes of the home's machines and removes the machines' folders, but for those that
   * must be kept; only while no cloud runs. Returns how many processes there were.
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
    LocalSystemTime.await(END_MAX, PAUSE, () -> found.stream().noneMatch(ProcessHandle::isAlive));
    for (Path folder : folders) {
      if (Evidence.marked(folder)) {
        Evidence.seal(home, folder);
      } else {
        Ended.keepLog(folder);
        Durable.deleteTree(folder);
      }
    }
    return found.size();
  }

  /** Also finds those that died before they were recorded, and what a machine started. */
  static List<ProcessHandle> startedFrom(Path folder) throws IOException {
    return Processes.carrying(MachineStarter.KEY_VARIABLE, folder + "/");
  }

  static void record(Path folder, ProcessHandle process) throws IOException {
    Durable.write(
        folder.resolve(RECORD),
        Json.write(Json.object("pid", process.pid(), "birth", Processes.birth(process))));
  }

  /** The recorded process, if that number still belongs to it and not to a later one. */
  private static Optional<ProcessHandle> recorded(Path folder) throws IOException {
    Optional<byte[]> record = Durable.read(folder.resolve(RECORD));
    if (record.isEmpty()) {
      return Optional.empty();
    }
    try {
      Fields fields = Json.read(record.get(), "'" + folder.resolve(RECORD) + "'");
      return Processes.find(fields.number("pid"), fields.optionalText("birth"));
    } catch (IOException | IllegalArgumentException e) {
      // A damaged record must not keep the cloud from starting; its process is found by its key.
      return Optional.empty();
    }
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
