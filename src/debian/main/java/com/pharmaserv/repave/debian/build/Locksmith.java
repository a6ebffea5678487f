package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.advisory.AdvisoryException;
import com.pharmaserv.repave.debian.advisory.FeedFiles;
import com.pharmaserv.repave.debian.advisory.Histories;
import com.pharmaserv.repave.debian.advisory.Knowledge;
import com.pharmaserv.repave.debian.advisory.LockAdvisories;
import com.pharmaserv.repave.debian.archive.Apt;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes locks from what the archives offer, and tells what is newer than a lock. One is for one
 * command: what it has read of an archive it does not read again.
 */
public final class Locksmith {
  private final Path home;
  private final Host host;
  private final Optional<Path> feeds;

  /** Read once: all locks that are made in one go are of the same state. */
  private final Map<Base.Debian, List<Lock.Archive>> states = new HashMap<>();

  /**
   * Prepares.
   *
   * @param home where indexes of archives and packages are kept
   * @param feeds folder with what is published about vulnerabilities, if there is one
   */
  public Locksmith(Path home, Host host, Optional<Path> feeds) {
    this.home = home;
    this.host = host;
    this.feeds = feeds;
  }

  /**
   * Which advisories the new lock fixes, as the changelogs in its packages and the feeds say.
   * Packages that have changed are fetched for that.
   */
  public LockAdvisories advisories(Comparison comparison, Says says) throws LockException {
    Lock from = comparison.before().orElse(comparison.now());
    try {
      Knowledge knowledge =
          feeds.isPresent()
              ? FeedFiles.in(feeds.get()).read(List.of(from, comparison.now()))
              : Knowledge.none();
      Histories histories =
          new StoredHistories(
              new PackageStore(home.resolve("packages")), List.of(comparison.now(), from), says);
      return LockAdvisories.between(from, comparison.now(), histories, knowledge);
    } catch (AdvisoryException e) {
      throw new LockException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A lock beside what it would be now.
   *
   * @param before empty if there is none yet
   * @param now equal to the one before if no package changed, however newer the archives are
   */
  public record Comparison(Optional<Lock> before, Lock now, List<LockChange> changes) {
    public Comparison {
      changes = List.copyOf(changes);
    }

    /** Whether the lock stands as it is. */
    public boolean unchanged() {
      return before.filter(now::equals).isPresent();
    }
  }

  /** Asks the archives. */
  public Comparison compare(Wanted wanted) throws LockException {
    host.require("lock packages", Host.Need.APT, Host.Need.KEYRING);
    Apt apt = new Apt(home, wanted.base(), host);
    List<Lock.Archive> archives = states.get(wanted.base());
    if (archives == null) {
      archives = apt.refresh();
      states.put(wanted.base(), archives);
    }
    List<LockedPackage> packages = apt.resolve(wanted.packages(), wanted.recipe());
    Instant at =
        archives.stream().map(Lock.Archive::signedAt).max(Comparator.naturalOrder()).orElseThrow();
    Lock fresh = new Lock(wanted.image(), at, wanted.packages(), archives, packages);
    Optional<Lock> before = read(wanted.file());
    if (before.isEmpty()) {
      return new Comparison(before, fresh, List.of());
    }
    List<LockChange> changes = LockChange.between(before.get(), fresh);
    boolean same = changes.isEmpty() && before.get().wanted().equals(fresh.wanted());
    return new Comparison(before, same ? before.get() : fresh, changes);
  }

  /**
   * What is to be locked.
   *
   * @param recipe its file, for messages
   * @param file where the lock stands
   */
  public record Wanted(
      String image, String recipe, Base.Debian base, List<String> packages, Path file) {
    /** What a recipe wants, together with those that it stands on. */
    public static Wanted of(Blueprint blueprint) {
      return new Wanted(
          blueprint.recipe().name(),
          blueprint.last().file(),
          blueprint.base(),
          blueprint.packages(),
          blueprint.last().lock());
    }

    /**
     * The workshop's own.
     *
     * @param file where its lock stands
     */
    public static Wanted workshop(Path file) {
      return new Wanted(Workshop.NAME, "the workshop", Workshop.BASE, Workshop.PACKAGES, file);
    }
  }

  /** The lock that stands there, if one does. */
  public static Optional<Lock> read(Path file) throws LockException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LockText.read(Files.readString(file), file.toString()));
    } catch (IOException e) {
      throw new LockException("cannot read '%s': %s".formatted(file, e));
    }
  }

  /** Writes a lock; all of it or nothing. */
  public static void write(Lock lock, Path file) throws LockException {
    try {
      Committed.write(LockText.write(lock), file);
    } catch (IOException e) {
      throw new LockException("cannot write '%s': %s".formatted(file, e));
    }
  }
}
