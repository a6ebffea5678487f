package com.pharmaserv.repave.infra.standin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pharmaserv.repave.infra.dryrun.Physical;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What stands at AWS, as files of a folder: one for each resource, and the calls that were made.
 * Several provider processes share it, each for its region.
 */
public final class Cloud {
  private static final ObjectMapper MAPPER = new JsonMapper();

  private final Path folder;

  public Cloud(Path folder) {
    this.folder = folder;
  }

  /**
   * A resource that stands.
   *
   * @param name its logical name in the program
   * @param inputs as the provider was last told, or as somebody has changed them since
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Live(
      String type,
      String name,
      String region,
      String id,
      Map<String, Object> inputs,
      Map<String, Object> outputs) {
    /** The same with other inputs, as somebody with the console would leave it. */
    public Live with(Map<String, Object> changed) {
      Map<String, Object> reported = new HashMap<>(outputs);
      reported.keySet().removeIf(name -> inputs.containsKey(name) && !changed.containsKey(name));
      reported.putAll(changed);
      return new Live(type, name, region, id, changed, reported);
    }
  }

  /** An account without anything. */
  public static Cloud make(Path folder, String account) throws IOException {
    Files.createDirectories(folder.resolve("live"));
    Files.writeString(folder.resolve("account"), account);
    return new Cloud(folder);
  }

  String account() {
    return read("account");
  }

  /** Makes every creation of a logical name fail; nothing fails if it is empty. */
  public void refuse(String name) throws IOException {
    Files.writeString(folder.resolve("refused"), name);
  }

  boolean refuses(String name) {
    return read("refused").equals(name);
  }

  /** The calls that changed something, oldest first: what was done, the type, the name. */
  public List<String> calls() {
    return read("calls").lines().toList();
  }

  /** Forgets the calls. */
  public void clearCalls() throws IOException {
    Files.deleteIfExists(folder.resolve("calls"));
  }

  void called(String what, String type, String name) {
    try {
      // Short lines that are appended do not mix, even from two processes.
      Files.writeString(
          folder.resolve("calls"),
          what + " " + type + " " + name + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that stands, in no order. */
  public List<Live> all() {
    try (Stream<Path> files = Files.list(folder.resolve("live"))) {
      List<Live> all = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).toList()) {
        read(file).ifPresent(all::add);
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only resource of a type that has the logical name. */
  public Live only(String type, String name) {
    List<Live> found =
        all().stream().filter(l -> l.type().equals(type) && l.name().equals(name)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException(found.size() + " of " + type + " are called '" + name + "'");
    }
    return found.get(0);
  }

  /** Changes what stands, as somebody with the console or another tool would. */
  public void put(Live live) {
    try {
      Path file = file(live.region(), live.type(), live.id());
      Path written = Files.createTempFile(folder, "live", ".tmp");
      MAPPER.writeValue(written.toFile(), live);
      Files.move(
          written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<Live> find(String region, String type, String id) {
    try {
      return read(file(region, type, id));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty if it is not there, or no longer: another region's process may just have deleted it. */
  private static Optional<Live> read(Path file) throws IOException {
    try {
      return Optional.of(MAPPER.readValue(Files.readString(file), Live.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void remove(Live live) {
    try {
      Files.deleteIfExists(file(live.region(), live.type(), live.id()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String region, String type, String id) {
    return folder.resolve("live").resolve(Physical.hex(region + " " + type + " " + id) + ".json");
  }

  private String read(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
