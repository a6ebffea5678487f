package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a feed says about one advisory in one source package of one release.
 *
 * @param ranges of versions that it is in; none if it is in no version
 * @param undetermined whether nobody has looked yet
 * @param note for example why it waits; may be empty
 */
public record Issue(
    String id,
    List<Range> ranges,
    boolean undetermined,
    Severity severity,
    String text,
    String note) {
  public Issue {
    ranges = List.copyOf(ranges);
  }

  /**
   * Versions from one on, up to below another.
   *
   * @param introduced {@code 0} for the very first, which also comes before {@code 0~git1}
   * @param fixed empty if there is no fix
   */
  public record Range(DebianVersion introduced, Optional<DebianVersion> fixed) {
    boolean has(DebianVersion version) {
      return (introduced.text().equals("0") || version.compareTo(introduced) >= 0)
          && fixed.map(f -> version.compareTo(f) < 0).orElse(true);
    }
  }

  /** The range that the version is in; empty if it is not affected. */
  Optional<Range> affecting(DebianVersion version) {
    return ranges.stream().filter(range -> range.has(version)).findFirst();
  }

  /** What two records of one feed say together. */
  Issue with(Issue other) {
    List<Range> all = new ArrayList<>(ranges);
    other.ranges.stream().filter(range -> !all.contains(range)).forEach(all::add);
    return new Issue(
        id,
        all,
        undetermined || other.undetermined,
        severity.with(other.severity),
        text.isEmpty() ? other.text : text,
        note.isEmpty() ? other.note : note);
  }
}
