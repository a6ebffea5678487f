package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A folder in which one step of a bake runs, inside the workshop: with no network, nothing of this
 * machine's system, and nothing left mounted when it ends or is killed.
 */
final class Room implements AutoCloseable {
  private final Path folder;
  private final Path workshop;
  private final Path store;
  private final Instant at;
  private final Host host;

  /**
   * Prepares an empty room.
   *
   * @param workshop the tree of tools, packed
   * @param at the time that every file is marked with which the step makes
   */
  Room(Path folder, Path workshop, Path store, Instant at, Host host)
      throws IOException, BakeException {
    this.folder = folder;
    this.workshop = workshop;
    this.store = store;
    this.at = at;
    this.host = host;
    Apart.remove(host, folder);
    Files.createDirectories(work());
    Scripts.write(work());
  }

  /** Where the step finds what it reads and leaves what it makes. */
  Path work() {
    return folder.resolve("work");
  }

  /** Runs a step to its end. */
  Apart.Ended run(String step, List<String> arguments, Says says)
      throws IOException, BakeException {
    List<String> command = new ArrayList<>(List.of("bash", work().resolve("enter").toString()));
    command.addAll(List.of(workshop.toString(), folder.toString(), store.toString(), step));
    command.addAll(arguments);
    return Apart.run(host, work(), "step '" + step + "' of the bake", marked(at), command, says);
  }

  /** What makes tools mark files with that time and not with today's. */
  static Map<String, String> marked(Instant at) {
    return Map.of("SOURCE_DATE_EPOCH", Long.toString(at.getEpochSecond()));
  }

  @Override
  public void close() throws IOException, BakeException {
    Apart.remove(host, folder);
  }
}
