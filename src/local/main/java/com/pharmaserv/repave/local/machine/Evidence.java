package com.pharmaserv.repave.local.machine;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of machines in quarantine: their folders, read-only, with a file that says why. The
 * file is written before the machine is ended, so that a cloud that dies in between leaves a folder
 * of which the next one knows that it must be kept.
 */
public final class Evidence {
  private static final String MARK = "quarantine.json";
  private static final String READ_FILE = "r--------";
  private static final String READ_FOLDER = "r-x------";

  private Evidence() {}

  /** Says of a machine's folder that it must be kept. */
  static void mark(Path machineFolder, Quarantined machine) throws IOException {
    GenerationId generation = machine.generation();
    Durable.write(
        machineFolder.resolve(MARK),
        Json.writePretty(
            Json.object(
                "environment", generation.fleet().environment().name(),
                "fleet", generation.fleet().name(),
                "generation", generation.number(),
                "machine", machine.machine(),
                "since", machine.since().map(Instant::toString),
                "by", machine.by(),
                "reason", machine.reason())));
  }

  static boolean marked(Path machineFolder) {
    return Files.isRegularFile(machineFolder.resolve(MARK));
  }

  /** Moves the folder of a machine that has ended to the others, and makes all in it read-only. */
  static void seal(LocalHome home, Path machineFolder) throws IOException {
    Path environment = home.quarantine().resolve(name(machineFolder.getParent()));
    Durable.privateDirectory(environment);
    Path kept = environment.resolve(name(machineFolder));
    Files.move(machineFolder, kept);
    Durable.force(environment);
    Files.walkFileTree(kept, new ReadOnly());
  }

  /** The environment's machines in quarantine, sealed or about to be, by name. */
  private static List<Quarantined> list(LocalHome home, String environment) throws IOException {
    SortedMap<String, Quarantined> found = new TreeMap<>();
    // In this order, because folders move from the first to the second.
    for (Path parent : List.of(home.machines(), home.quarantine())) {
      for (Path folder : folders(parent.resolve(environment))) {
        read(folder.resolve(MARK)).ifPresent(one -> found.put(one.machine(), one));
      }
    }
    return List.copyOf(found.values());
  }

  /** The same as a provider answers it. */
  public static List<Quarantined> of(LocalHome home, String environment) throws ProviderException {
    try {
      return list(home, environment);
    } catch (IOException e) {
      throw new ProviderException(Failure.Kind.CONFLICT, Durable.reason(e), e);
    }
  }

  /** Whether that machine is; what cannot be read of others does not matter. */
  public static boolean has(LocalHome home, String environment, String machine) {
    return Stream.of(home.machines(), home.quarantine())
        .anyMatch(parent -> marked(parent.resolve(environment).resolve(machine)));
  }

  private static Optional<Quarantined> read(Path mark) throws IOException {
    String what = "'" + mark + "'";
    try {
      Optional<byte[]> bytes = Durable.read(mark);
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      Fields fields = Json.read(bytes.get(), what);
      FleetId fleet = new FleetId(fields.text("environment"), fields.text("fleet"));
      return Optional.of(
          new Quarantined(
              fields.text("machine"),
              new GenerationId(fleet, fields.count("generation")),
              fields.optionalText("since").map(Instant::parse),
              fields.optionalText("by"),
              fields.text("reason")));
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "%s is damaged: %s; repair it, or move its folder elsewhere"
              .formatted(what, e.getMessage()),
          e);
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> entries = Files.list(parent)) {
      return entries.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
  }

  private static String name(@Nullable Path path) {
    return String.valueOf(path == null ? "" : path.getFileName());
  }

  /** Links are left alone: what they lead to is somebody else's. */
  private static final class ReadOnly extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(READ_FILE));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(READ_FOLDER));
      return FileVisitResult.CONTINUE;
    }
  }
}
