package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.advisory.Advisory;
import com.pharmaserv.repave.debian.advisory.LockAdvisories;
import com.pharmaserv.repave.debian.advisory.SourceAdvisories;
import com.pharmaserv.repave.debian.build.Locksmith;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Locks the packages of images to what the archives offer, or tells what would change. */
public final class LockImages {
  private final Locksmith locksmith;
  private final Narrator narrator;

  public LockImages(Locksmith locksmith, Narrator narrator) {
    this.locksmith = locksmith;
    this.narrator = narrator;
  }

  /**
   * Locks beside what they were.
   *
   * @param plan whether nothing was written
   */
  public record Locking(boolean plan, List<Locked> locks) implements Answer {
    public Locking {
      locks = List.copyOf(locks);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * One lock.
   *
   * @param locked an image by its recipe's name, or the workshop
   * @param changed whether it is new, or other packages are wanted or offered than before
   * @param fixes advisories that the new packages fix, the most pressing first
   * @param gaps where that may not be all, and why
   * @param feeds how old each feed is that was asked
   */
  public record Locked(
      String locked,
      String lockFile,
      boolean changed,
      int packageCount,
      List<Repackaged> repackaged,
      List<Fix> fixes,
      List<String> gaps,
      List<Feed> feeds) {
    public Locked {
      repackaged = List.copyOf(repackaged);
      fixes = List.copyOf(fixes);
      gaps = List.copyOf(gaps);
      feeds = List.copyOf(feeds);
    }
  }

  /**
   * A package in another version than before.
   *
   * @param was empty if it is new
   * @param is empty if it is gone
   * @param suite of the archive that it is from, or was
   * @param security whether the new version comes from the archive of security fixes
   */
  public record Repackaged(
      String packageName,
      Optional<String> was,
      Optional<String> is,
      String suite,
      boolean security) {
    static Repackaged of(LockChange change) {
      return new Repackaged(
          change.name(),
          change.from().map(LockedPackage::version).map(Object::toString),
          change.to().map(LockedPackage::version).map(Object::toString),
          change.to().or(change::from).map(LockedPackage::suite).orElse(""),
          change.security());
    }
  }

  /**
   * An advisory that a new package fixes.
   *
   * @param advisory its id, for example CVE-2026-1234
   * @param advisoryText what the changelog or a feed says of it
   * @param severity in the feeds' words; unknown without them
   * @param exploitedSince the day since which it is known to be exploited
   * @param exploitProbability that it is exploited within 30 days, from 0 to 1
   */
  public record Fix(
      String advisory,
      String source,
      String advisoryText,
      String severity,
      Optional<String> exploitedSince,
      Optional<BigDecimal> exploitProbability) {
    static Fix of(SourceAdvisories source, Advisory advisory) {
      return new Fix(
          advisory.id(),
          source.source(),
          advisory.text(),
          advisory.severity().name().toLowerCase(Locale.ROOT),
          advisory.exploitedSince().map(LocalDate::toString),
          advisory.epss().map(BigDecimal::valueOf));
    }
  }

  /** A feed of vulnerabilities and the time that it speaks of. */
  public record Feed(String feed, Instant asOf) {}

  /**
   * Asks the archives for each, and writes the locks that have changed.
   *
   * @param plan whether to write nothing
   * @param each told of every lock as soon as it is known
   */
  public Locking lock(List<Locksmith.Wanted> all, boolean plan, Consumer<Locked> each)
      throws LockException {
    List<Locked> locks = new ArrayList<>();
    for (Locksmith.Wanted wanted : all) {
      Locksmith.Comparison comparison = locksmith.compare(wanted);
      if (!plan && !comparison.unchanged()) {
        Locksmith.write(comparison.now(), wanted.file());
      }
      LockAdvisories advisories = locksmith.advisories(comparison, narrator::note);
      Locked locked =
          new Locked(
              wanted.image(),
              wanted.file().toString(),
              !comparison.unchanged(),
              comparison.now().packages().size(),
              comparison.changes().stream().map(Repackaged::of).toList(),
              advisories.sources().stream()
                  .flatMap(source -> source.fixed().stream().map(fix -> Fix.of(source, fix)))
                  .toList(),
              advisories.sources().stream().flatMap(source -> source.gap().stream()).toList(),
              advisories.ages().stream().map(age -> new Feed(age.feed(), age.at())).toList());
      each.accept(locked);
      locks.add(locked);
    }
    return new Locking(plan, locks);
  }
}
