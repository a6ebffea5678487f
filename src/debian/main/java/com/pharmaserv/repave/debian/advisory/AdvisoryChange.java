package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a changed package fixes, as its changelog tells.
 *
 * @param from empty if the package is new
 * @param to empty if it is gone
 * @param fixed by what came between, the last one first
 * @param back what the older version does not fix or the newer one took back
 * @param gap why that may not be all; empty if it is
 */
public record AdvisoryChange(
    String name,
    Kind kind,
    Optional<DebianVersion> from,
    Optional<DebianVersion> to,
    List<Mention> fixed,
    List<Mention> back,
    Optional<String> gap) {
  public AdvisoryChange {
    fixed = List.copyOf(fixed);
    back = List.copyOf(back);
  }

  /** What happened to the package. */
  public enum Kind {
    NEW,
    REMOVED,
    UPGRADED,
    DOWNGRADED,
    /** The same version, other bytes. */
    REPLACED
  }
}
