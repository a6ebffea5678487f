package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.advisory.AdvisoryChange.Kind;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads off a changelog what lies between two versions of a package. */
public final class Advisories {
  /** A rebuild of the same source, for example against a repaired library. */
  private static final Pattern REBUILD = Pattern.compile(".*(\\+b[0-9]{1,6})");

  private Advisories() {}

  /** The one of two packages whose changelog has all entries between them: the newer one. */
  public static Optional<LockedPackage> teller(LockChange change) {
    if (change.from().isEmpty() || change.to().isEmpty()) {
      return Optional.empty();
    }
    return kind(change) == Kind.DOWNGRADED ? change.from() : change.to();
  }

  /**
   * What the change fixes: the entries above the one version and up to the other.
   *
   * @param changelog that of {@link #teller}
   */
  public static AdvisoryChange between(LockChange change, Changelog changelog) {
    Kind kind = kind(change);
    if (kind != Kind.UPGRADED && kind != Kind.DOWNGRADED) {
      return silent(change, Optional.empty());
    }
    LockedPackage from = change.from().orElseThrow();
    LockedPackage to = change.to().orElseThrow();
    if (!from.source().name().equals(to.source().name())) {
      return silent(
          change,
          Optional.of(
              "it was built from source '%s' and is from '%s': their versions do not compare"
                  .formatted(from.source().name(), to.source().name())));
    }
    boolean up = kind == Kind.UPGRADED;
    DebianVersion lower = built(up ? from : to);
    DebianVersion upper = built(up ? to : from);
    Net net = new Net();
    changelog.between(lower, upper).forEach(entry -> entry.mentions().forEach(net::add));
    return new AdvisoryChange(
        change.name(),
        kind,
        change.from().map(LockedPackage::version),
        change.to().map(LockedPackage::version),
        up ? net.fixed() : net.reverted(),
        up ? net.reverted() : net.fixed(),
        gap(changelog, lower, upper));
  }

  /** For a package whose changelog says nothing or cannot be had. */
  public static AdvisoryChange silent(LockChange change, Optional<String> why) {
    return new AdvisoryChange(
        change.name(),
        kind(change),
        change.from().map(LockedPackage::version),
        change.to().map(LockedPackage::version),
        List.of(),
        List.of(),
        why);
  }

  /** What happened to the package. */
  public static Kind kind(LockChange change) {
    if (change.from().isEmpty()) {
      return Kind.NEW;
    }
    if (change.to().isEmpty()) {
      return Kind.REMOVED;
    }
    int order = change.from().get().version().compareTo(change.to().get().version());
    if (order == 0) {
      return Kind.REPLACED;
    }
    return order < 0 ? Kind.UPGRADED : Kind.DOWNGRADED;
  }

  /**
   * The version in terms of the changelog: a package may have a version of its own beside that of
   * its source, but a rebuild adds the same to both.
   */
  static DebianVersion built(LockedPackage locked) {
    if (SignedKernel.signs(locked.source().name())) {
      return locked.version();
    }
    DebianVersion source = locked.source().version();
    Matcher rebuild = REBUILD.matcher(locked.version().text());
    return rebuild.matches() && !source.text().endsWith(rebuild.group(1))
        ? new DebianVersion(source.text() + rebuild.group(1))
        : source;
  }

  private static Optional<String> gap(
      Changelog changelog, DebianVersion lower, DebianVersion upper) {
    Optional<DebianVersion> oldest = changelog.oldest();
    if (oldest.isPresent() && oldest.get().compareTo(lower) > 0) {
      return Optional.of(
          "the changelog begins at %s, above %s%s"
              .formatted(
                  oldest.get(),
                  lower,
                  changelog.cut() ? ": older entries were removed when it was packed" : ""));
    }
    Optional<DebianVersion> newest = changelog.newest();
    if (newest.isPresent() && newest.get().compareTo(upper) < 0) {
      return Optional.of("the changelog ends at %s, below %s".formatted(newest.get(), upper));
    }
    return Optional.empty();
  }

  /** What is left when later entries take earlier ones back. */
  private static final class Net {
    private final Map<String, Mention> fixed = new LinkedHashMap<>();
    private final Map<String, Mention> reverted = new LinkedHashMap<>();

    void add(Mention mention) {
      switch (mention.meaning()) {
        case FIXED -> {
          reverted.remove(mention.id());
          // The same fix may be told by its patch and again in words.
          fixed.merge(
              mention.id(), mention, (a, b) -> a.text().length() >= b.text().length() ? a : b);
        }
        case REVERTED -> {
          if (fixed.remove(mention.id()) == null) {
            reverted.put(mention.id(), mention);
          }
        }
        case UPKEEP -> {}
      }
    }

    List<Mention> fixed() {
      return newestFirst(fixed);
    }

    List<Mention> reverted() {
      return newestFirst(reverted);
    }

    private static List<Mention> newestFirst(Map<String, Mention> mentions) {
      List<Mention> list = new ArrayList<>(mentions.values());
      Collections.reverse(list);
      return list;
    }
  }
}
