package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The history of a source package, as a package carries it.
 *
 * @param entries as they stand, newest first as a rule
 * @param cut whether older entries were removed, as Debian's packages do since 2022
 * @param odd lines that are part of no entry
 */
public record Changelog(List<ChangelogEntry> entries, boolean cut, int odd) {
  public Changelog {
    entries = List.copyOf(entries);
  }

  /** Those of the versions above the lower and up to the upper one, oldest first. */
  public List<ChangelogEntry> between(DebianVersion lower, DebianVersion upper) {
    return entries.stream()
        .filter(entry -> entry.kernelOrOwn().compareTo(lower) > 0)
        .filter(entry -> entry.kernelOrOwn().compareTo(upper) <= 0)
        .sorted(Comparator.comparing(ChangelogEntry::kernelOrOwn))
        .toList();
  }

  public Optional<DebianVersion> newest() {
    return entries.stream().map(ChangelogEntry::kernelOrOwn).max(Comparator.naturalOrder());
  }

  public Optional<DebianVersion> oldest() {
    return entries.stream().map(ChangelogEntry::kernelOrOwn).min(Comparator.naturalOrder());
  }

  /** With the entries of a rebuild, which stand in a file of their own, before these. */
  public Changelog after(Changelog rebuilds) {
    List<ChangelogEntry> all = new ArrayList<>(rebuilds.entries);
    all.addAll(entries);
    return new Changelog(all, cut, odd + rebuilds.odd);
  }
}
