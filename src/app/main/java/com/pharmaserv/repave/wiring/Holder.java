package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.local.store.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How this process signs its leases, and how it tells that another one is dead.
 *
 * <p>A process number means something only within one PID namespace of one boot: two containers may
 * share a host name and a home, and neither sees the processes of the other. Both belong to the
 * holder's identity; of a holder elsewhere nobody knows whether it lives, so its lease has to run
 * out.
 */
public final class Holder {
  private static final Pattern FORM =
      Pattern.compile(".*@(\\S+) pid (\\d{1,18}) born (\\S+) in (\\S+)");

  private Holder() {}

  /** {@code user@host pid 1234 born 5c0f21aa in 7d20b3e1}. */
  public static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return "%s@%s pid %s born %s in %s"
        .formatted(user(), host(), self.pid(), born(self), Processes.realm());
  }

  public static String user() {
    return System.getProperty("user.name", "unknown");
  }

  /** Whether the holder was a process that this one could see, and has ended since. */
  static boolean dead(String holder) {
    Matcher parts = FORM.matcher(holder);
    if (!parts.matches()
        || !parts.group(1).equals(host())
        || !parts.group(4).equals(Processes.realm())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(parts.group(2)));
    return process.isEmpty()
        || !process.get().isAlive()
        || !born(process.get()).equals(parts.group(3));
  }

  /** A process number is given out again; together with this it is not. */
  private static String born(ProcessHandle process) {
    return Processes.birth(process)
        .map(birth -> Integer.toHexString(birth.hashCode()))
        .orElse("unknown");
  }

  /** Read from the kernel: asking the resolver for the own name can take seconds. */
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
    }
  }
}
