package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.util.List;
import java.util.Optional;

/**
 * What the changed packages of one source fix together.
 *
 * @param packages that are built from it and changed alike
 * @param from version of the packages; empty if they are new
 * @param to empty if they are gone
 * @param security whether the new version comes from the archive of security fixes
 * @param fixed the most pressing first
 * @param back what was fixed before and is not any more
 * @param gap why that may not be all; empty if it is
 */
public record SourceAdvisories(
    String source,
    List<String> packages,
    AdvisoryChange.Kind kind,
    Optional<DebianVersion> from,
    Optional<DebianVersion> to,
    boolean security,
    List<Advisory> fixed,
    List<Advisory> back,
    Optional<String> gap) {
  public SourceAdvisories {
    packages = List.copyOf(packages);
    fixed = List.copyOf(fixed);
    back = List.copyOf(back);
  }
}
