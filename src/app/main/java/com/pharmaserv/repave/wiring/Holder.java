package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.local.store.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How this process signs its leases, and how it tells that another one is dead. */
public final class Holder {
  private static final Pattern FORM = Pattern.compile(".*@(\\S+) pid (\\d+) born (\\S+)");

  private Holder() {}

  /** {@code user@host pid 1234 born 5c0f21aa}. */
  public static String ofThisProcess() {
    ProcessHandle self = ProcessHandle.current();
    return user() + "@" + host() + " pid " + self.pid() + " born " + born(self);
  }

  public static String user() {
    return System.getProperty("user.name", "unknown");
  }

  /** Whether the holder was a process of this machine that has ended since. */
  static boolean dead(String holder) {
    Matcher parts = FORM.matcher(holder);
    if (!parts.matches() || !parts.group(1).equals(host())) {
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
