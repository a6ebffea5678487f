package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one lock fixes that another does not.
 *
 * @param sources every source with a changed package, by name
 * @param ages of the feeds that were asked
 */
public record LockAdvisories(List<SourceAdvisories> sources, List<AsOf> ages) {
  /** Folders that are links to folders that are links: Debian has one such step, rarely two. */
  private static final int STEPS_MAX = 5;

  public LockAdvisories {
    sources = List.copyOf(sources);
    ages = List.copyOf(ages);
  }

  /** Compares two locks; a package whose history cannot be read becomes a gap and no failure. */
  public static LockAdvisories between(
      Lock from, Lock to, Histories histories, Knowledge knowledge) {
    Map<String, List<LockChange>> groups = new TreeMap<>();
    for (LockChange change : LockChange.between(from, to)) {
      groups.computeIfAbsent(key(change), k -> new ArrayList<>()).add(change);
    }
    List<SourceAdvisories> sources = new ArrayList<>();
    for (List<LockChange> group : groups.values()) {
      boolean down = Advisories.kind(group.get(0)) == AdvisoryChange.Kind.DOWNGRADED;
      AdvisoryChange told = told(group, new Finder(histories, down ? from : to));
      sources.add(joined(group, told, knowledge));
    }
    return new LockAdvisories(sources, knowledge.ages());
  }

  /** Every advisory that the change fixes, once, the most pressing first. */
  public List<Advisory> fixed() {
    return sources.stream()
        .flatMap(source -> source.fixed().stream())
        .collect(Collectors.toMap(Advisory::id, Function.identity(), (a, b) -> a, TreeMap::new))
        .values()
        .stream()
        .sorted()
        .toList();
  }

  /** Packages of one source that changed alike are told of once. */
  private static String key(LockChange change) {
    LockedPackage any = change.to().or(change::from).orElseThrow();
    return String.join(" ", any.source().name(), version(change.from()), version(change.to()));
  }

  private static String version(Optional<LockedPackage> locked) {
    return locked.map(p -> p.version().text()).orElse("-");
  }

  private static AdvisoryChange told(List<LockChange> group, Finder finder) {
    LockChange first = group.get(0);
    if (Advisories.teller(first).isEmpty() || !versionsMove(first)) {
      return Advisories.silent(first, Optional.empty());
    }
    List<String> why = new ArrayList<>();
    for (LockChange change : group) {
      try {
        Changelog changelog = finder.changelog(Advisories.teller(change).orElseThrow());
        return Advisories.between(change, changelog);
      } catch (AdvisoryException e) {
        why.add(String.valueOf(e.getMessage()));
      }
    }
    return Advisories.silent(first, Optional.of(why.get(0)));
  }

  private static boolean versionsMove(LockChange change) {
    return Advisories.kind(change) != AdvisoryChange.Kind.REPLACED;
  }

  private static SourceAdvisories joined(
      List<LockChange> group, AdvisoryChange told, Knowledge knowledge) {
    LockChange first = group.get(0);
    List<String> names = group.stream().map(LockChange::name).toList();
    LockedPackage any = first.to().or(first::from).orElseThrow();
    String source = FeedSubject.of(any).source();
    List<Advisory> fixed = advisories(told.fixed(), source, knowledge);
    List<Advisory> back = advisories(told.back(), source, knowledge);
    if (first.from().isPresent() && first.to().isPresent()) {
      List<OpenAdvisory> before = knowledge.open(FeedSubject.of(first.from().get()), names);
      List<OpenAdvisory> after = knowledge.open(FeedSubject.of(first.to().get()), names);
      addMissing(fixed, before, after);
      addMissing(back, after, before);
    }
    return new SourceAdvisories(
        any.source().name(),
        names,
        told.kind(),
        first.from().map(LockedPackage::version),
        first.to().map(LockedPackage::version),
        group.stream().anyMatch(LockChange::security),
        fixed.stream().sorted().toList(),
        back.stream().sorted().toList(),
        told.gap());
  }

  private static List<Advisory> advisories(
      List<Mention> mentions, String source, Knowledge knowledge) {
    return mentions.stream()
        .map(mention -> knowledge.advisory(source, mention))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** What a feed has as open on one side only; the changelog of a new upstream names few. */
  private static void addMissing(
      List<Advisory> into, List<OpenAdvisory> here, List<OpenAdvisory> notThere) {
    Set<String> known = new HashSet<>();
    into.forEach(advisory -> known.add(advisory.id()));
    notThere.forEach(open -> known.add(open.advisory().id()));
    for (OpenAdvisory open : here) {
      if (known.add(open.advisory().id())) {
        into.add(open.advisory());
      }
    }
  }

  /** Follows links between folders of documentation within one lock. */
  private record Finder(Histories histories, Lock lock) {
    Changelog changelog(LockedPackage locked) throws AdvisoryException {
      LockedPackage at = locked;
      for (int step = 0; step < STEPS_MAX; step++) {
        PackageHistory history = histories.of(at);
        if (history.changelog().isPresent()) {
          return ofSource(history.changelog().get(), locked, at);
        }
        if (history.elsewhere().isEmpty()) {
          throw new AdvisoryException("package '%s' brings no changelog".formatted(at.name()));
        }
        String next = history.elsewhere().get();
        String link = at.name();
        at =
            lock.find(next)
                .orElseThrow(
                    () ->
                        new AdvisoryException(
                            "the changelog of package '%s' is in '%s', which the lock has not"
                                .formatted(link, next)));
      }
      throw new AdvisoryException(
          "package '%s': its changelog is %s links away".formatted(locked.name(), STEPS_MAX));
    }

    private static Changelog ofSource(Changelog changelog, LockedPackage wanted, LockedPackage at)
        throws AdvisoryException {
      DebianVersion newest = changelog.newest().orElseThrow();
      String source = changelog.entries().get(0).source();
      if (!source.equals(wanted.source().name())) {
        throw new AdvisoryException(
            "the changelog in package '%s' is that of source '%s' %s, not of '%s'"
                .formatted(at.name(), source, newest, wanted.source().name()));
      }
      return changelog;
    }
  }
}
