package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The feeds that are there. Where Debian's tracker and OSV both speak of an advisory in a package,
 * the tracker decides whether it is open, as OSV has its records from there.
 */
public record Knowledge(
    Optional<Issues> tracker,
    Optional<Issues> osv,
    Optional<KevFeed> exploited,
    Optional<EpssFeed> epss) {
  /** Without any feed, only the changelogs speak. */
  public static Knowledge none() {
    return new Knowledge(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The sources of a lock under the names that the feeds have for them. */
  public static Set<String> sources(Lock lock) {
    return lock.packages().stream()
        .map(locked -> FeedSubject.of(locked).source())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** How old each feed is. */
  public List<AsOf> ages() {
    return Stream.of(
            tracker.map(Issues::asOf),
            osv.map(Issues::asOf),
            exploited.map(KevFeed::asOf),
            epss.map(EpssFeed::asOf))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Whether any feed says what is open. */
  public boolean knowsOpen() {
    return tracker.isPresent() || osv.isPresent();
  }

  /** What a changelog names, with what the feeds know of it. */
  Advisory advisory(String source, Mention mention) {
    return advisory(
        mention.id(),
        mention.text(),
        severity(source, mention.id()),
        Advisory.CHANGELOG,
        mention.at());
  }

  /** Everything that the packages of a lock are not safe from, the most pressing first. */
  public List<OpenAdvisory> open(Lock lock) {
    Map<FeedSubject, Set<String>> subjects = new TreeMap<>(FeedSubject.ORDER);
    for (LockedPackage locked : lock.packages()) {
      subjects.computeIfAbsent(FeedSubject.of(locked), s -> new TreeSet<>()).add(locked.name());
    }
    List<OpenAdvisory> open = new ArrayList<>();
    subjects.forEach((subject, names) -> open.addAll(open(subject, List.copyOf(names))));
    return open.stream().sorted().toList();
  }

  List<OpenAdvisory> open(FeedSubject subject, List<String> packages) {
    List<OpenAdvisory> open = new ArrayList<>();
    Map<String, Issue> decided = issues(tracker, subject.source());
    decided.values().forEach(issue -> add(open, issue, subject, packages, TrackerFeed.NAME));
    for (Issue issue : issues(osv, subject.source()).values()) {
      if (!decided.containsKey(issue.id())) {
        add(open, issue, subject, packages, OsvFeed.NAME);
      }
    }
    return open;
  }

  private void add(
      List<OpenAdvisory> open,
      Issue issue,
      FeedSubject subject,
      List<String> packages,
      String feed) {
    issue
        .affecting(subject.version())
        .ifPresent(
            range ->
                open.add(
                    new OpenAdvisory(
                        advisory(
                            issue.id(),
                            issue.text(),
                            severity(subject.source(), issue.id()),
                            feed,
                            Optional.empty()),
                        subject.source(),
                        packages,
                        subject.version(),
                        state(issue, range),
                        range.fixed(),
                        issue.note())));
  }

  private static OpenAdvisory.State state(Issue issue, Issue.Range range) {
    if (range.fixed().isPresent()) {
      return OpenAdvisory.State.FIX_AVAILABLE;
    }
    return issue.undetermined() ? OpenAdvisory.State.UNDETERMINED : OpenAdvisory.State.NO_FIX;
  }

  private Advisory advisory(
      String id, String text, Severity severity, String toldBy, Optional<Instant> published) {
    return new Advisory(
        id,
        text,
        severity,
        exploited.flatMap(feed -> Optional.ofNullable(feed.since().get(id))),
        epss.flatMap(feed -> Optional.ofNullable(feed.probability().get(id))),
        toldBy,
        published);
  }

  private Severity severity(String source, String id) {
    return Stream.of(tracker, osv)
        .map(feed -> issues(feed, source).get(id))
        .flatMap(Stream::ofNullable)
        .map(Issue::severity)
        .reduce(Severity.UNKNOWN, Severity::with);
  }

  private static Map<String, Issue> issues(Optional<Issues> feed, String source) {
    return feed.map(issues -> issues.of(source)).orElse(Map.of());
  }
}
