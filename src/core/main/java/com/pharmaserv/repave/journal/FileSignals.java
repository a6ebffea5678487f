package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fleet's inbox: one small file, one signal a line, oldest first. */
public final class FileSignals implements Signals {
  /** Signals kept; more than people post while one rollout runs. Heard ones are in the journal. */
  private static final int KEPT_MAX = 100;

  /** Bytes of an inbox: signals with long reasons. */
  private static final int BYTES_MAX = 4 * 1024 * 1024;

  private final Path root;
  private final Time time;
  private final FleetLock lock = new FleetLock();
  private final ObjectMapper json = JournalJson.mapper();

  public FileSignals(Path root, Time time) {
    this.root = root;
    this.time = time;
  }

  @Override
  public Signal post(FleetId fleet, Signal.Kind kind, String by, String text) throws IOException {
    Path folder = root.resolve(fleet.environment().name());
    return lock.<Signal, IOException>locked(
        folder,
        fleet.name() + ".signals",
        () -> {
          List<Signal> all = new ArrayList<>(read(fleet));
          long number = all.isEmpty() ? 1 : all.get(all.size() - 1).number() + 1;
          Signal signal = new Signal(number, kind, by, text, time.now());
          all.add(signal);
          StringBuilder lines = new StringBuilder();
          for (Signal kept : all.subList(Math.max(0, all.size() - KEPT_MAX), all.size())) {
            lines.append(json.writeValueAsString(kept)).append('\n');
          }
          PrivateFiles.replace(file(fleet), lines.toString());
          return signal;
        });
  }

  @Override
  public List<Signal> pending(FleetId fleet, long seen) throws IOException {
    return read(fleet).stream().filter(signal -> signal.number() > seen).toList();
  }

  private Path file(FleetId fleet) {
    return root.resolve(fleet.environment().name()).resolve(fleet.name() + ".signals");
  }

  private List<Signal> read(FleetId fleet) throws IOException {
    Path file = file(fleet);
    List<Signal> signals = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : SmallFile.read(file, BYTES_MAX).lines().toList()) {
        signals.add(SmallFile.json(line, Signal.class, file));
      }
    }
    return signals;
  }
}
