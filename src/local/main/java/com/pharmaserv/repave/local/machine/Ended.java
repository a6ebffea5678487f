package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Logs of machines that have ended, kept for a while: that is when people want to read them. */
final class Ended {
  static final String FOLDER = ".ended";

  /** Per environment; several rollouts of a large fleet. */
  private static final int LOGS_MAX = 60;

  private Ended() {}

  static void keepLog(Path machineFolder) throws IOException {
    Path log = MachineProcess.log(machineFolder);
    Path environment = machineFolder.getParent();
    if (environment == null || !Files.exists(log)) {
      return;
    }
    Path ended = environment.resolve(FOLDER);
    Durable.privateDirectory(ended);
    Files.move(
        log,
        ended.resolve(machineFolder.getFileName() + ".log"),
        StandardCopyOption.REPLACE_EXISTING);
    dropOldest(ended);
  }

  private static void dropOldest(Path ended) throws IOException {
    List<Path> logs;
    try (Stream<Path> files = Files.list(ended)) {
      logs = new ArrayList<>(files.toList());
    }
    if (logs.size() > LOGS_MAX) {
      Map<Path, FileTime> times = new TreeMap<>();
      for (Path log : logs) {
        times.put(log, Files.getLastModifiedTime(log));
      }
      logs.sort(Comparator.comparing(times::get));
      for (Path log : logs.subList(0, logs.size() - LOGS_MAX)) {
        Files.deleteIfExists(log);
      }
    }
  }
}
