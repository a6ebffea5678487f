package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An advisory that a source package of a lock is not safe from. Sorts as the advisory does.
 *
 * @param packages of the lock that are built from it
 * @param fixedIn the version that fixes it; empty if none does yet
 * @param note for example why it waits; may be empty
 */
public record OpenAdvisory(
    Advisory advisory,
    String source,
    List<String> packages,
    DebianVersion version,
    State state,
    Optional<DebianVersion> fixedIn,
    String note)
    implements Comparable<OpenAdvisory> {
  private static final Comparator<OpenAdvisory> ORDER =
      Comparator.comparing(OpenAdvisory::advisory).thenComparing(OpenAdvisory::source);

  public OpenAdvisory {
    packages = List.copyOf(packages);
  }

  /** What can be done. */
  public enum State {
    /** The release has a version that fixes it. */
    FIX_AVAILABLE,
    NO_FIX,
    /** Nobody has looked yet. */
    UNDETERMINED
  }

  @Override
  public int compareTo(OpenAdvisory other) {
    return ORDER.compare(this, other);
  }
}
