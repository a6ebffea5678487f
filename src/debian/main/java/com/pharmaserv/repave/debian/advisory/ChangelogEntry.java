package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One version in a changelog.
 *
 * @param source the source package
 * @param version of the source package; of a rebuild, with its suffix {@code +b1}
 * @param suites that it was uploaded to, for example {@code trixie-security}
 * @param urgency as written, or {@code unknown}
 * @param date empty if it cannot be read
 * @param lines of the text, as they stand
 */
public record ChangelogEntry(
    String source,
    DebianVersion version,
    List<String> suites,
    String urgency,
    Optional<Instant> date,
    List<String> lines) {
  public ChangelogEntry {
    suites = List.copyOf(suites);
    lines = List.copyOf(lines);
  }

  /** The version by which entries are ordered: see {@link SignedKernel}. */
  DebianVersion kernelOrOwn() {
    return SignedKernel.signs(source) ? SignedKernel.signed(version) : version;
  }

  /** Whether it was uploaded to an archive of security fixes. */
  public boolean security() {
    return suites.stream().anyMatch(suite -> suite.endsWith("-security"));
  }

  /** The advisories that the text names, in its order. */
  public List<Mention> mentions() {
    return Mentions.in(lines).stream().map(mention -> mention.at(date)).toList();
  }
}
