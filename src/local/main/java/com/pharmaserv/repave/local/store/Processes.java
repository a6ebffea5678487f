package com.pharmaserv.repave.local.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells processes of this system apart, also from those that get their number later. */
public final class Processes {
  private static final Path PROC = Path.of("/proc");

  /** Where the start stands in {@code /proc/N/stat}, counted after the name in parentheses. */
  private static final int START_FIELD = 19;

  private Processes() {}

  /**
   * What no other process of that number has: the boot and the tick it was started at. Wall-clock
   * times, as Java tells them, will not do: they move whenever the clock is set.
   */
  public static Optional<String> birth(ProcessHandle process) {
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      String stat =
          Files.readString(
              PROC.resolve(Long.toString(process.pid())).resolve("stat"),
              StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_FIELD + 2);
      return Optional.of(boot + "/" + fields[START_FIELD]);
    } catch (IOException e) {
      // A system without /proc, or the process is gone: then Java's answer is as good as any.
      return process.info().startInstant().map(Object::toString);
    }
  }

  /**
   * What all processes have in common among which a number means the same one: the boot and the PID
   * namespace. One word without blanks; only equality means anything.
   */
  public static String realm() {
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      Path namespace = Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
      return Integer.toHexString(Objects.hash(boot, namespace.toString()));
    } catch (IOException | UnsupportedOperationException notLinux) {
      // No namespaces there: all processes of the machine see each other.
      return "-";
    }
  }

  /** The living process of that number, if it is still the one with that birth. */
  public static Optional<ProcessHandle> find(long pid, Optional<String> birth) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> birth(process).equals(birth));
  }

  /**
   * Living processes with a variable in their environment that begins so. The environment is
   * inherited by what a process starts, so this also finds those whose parent is gone. Empty where
   * the system has no {@code /proc}.
   */
  public static List<ProcessHandle> carrying(String variable, String beginning) throws IOException {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return List.of();
    }
    String mark =
        new String(
            (variable + "=" + beginning).getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    List<ProcessHandle> found = new ArrayList<>();
    try (Stream<Path> entries = Files.list(PROC)) {
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
      return variables.startsWith(mark) || variables.contains("\0" + mark);
    } catch (IOException e) {
      // Somebody else's process, or one that ended while we looked: not one of ours.
      return false;
    }
  }
}
