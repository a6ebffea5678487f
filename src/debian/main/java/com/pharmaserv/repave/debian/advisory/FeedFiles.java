package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.lock.Releases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the feeds lie, each as its publisher names and packs it; all are optional. What has no date
 * of its own has that of its file.
 *
 * @param osv a zip, a JSON, or a folder with some
 */
public record FeedFiles(
    Optional<Path> tracker, Optional<Path> osv, Optional<Path> exploited, Optional<Path> epss) {
  private static final int FILES_MAX = 500_000;

  /** Those of a folder that have their usual names. */
  public static FeedFiles in(Path folder) {
    return new FeedFiles(
        first(folder, "debian-tracker.json", "debian-tracker.json.gz"),
        first(folder, "osv.zip", "osv"),
        first(folder, "known_exploited_vulnerabilities.json"),
        first(folder, "epss_scores-current.csv.gz", "epss_scores-current.csv"));
  }

  private static Optional<Path> first(Path folder, String... names) {
    return Stream.of(names).map(folder::resolve).filter(Files::exists).findFirst();
  }

  /**
   * Reads what they say about the packages of some locks of one release.
   *
   * @throws AdvisoryException if a feed is there but cannot be read, or if a lock mixes releases
   */
  public Knowledge read(List<Lock> locks) throws AdvisoryException {
    String release = release(locks);
    Set<String> sources =
        locks.stream()
            .flatMap(lock -> Knowledge.sources(lock).stream())
            .collect(java.util.stream.Collectors.toSet());
    return new Knowledge(
        each(tracker, (in, at) -> TrackerFeed.read(in, at, release, sources)),
        osv(release, sources),
        each(exploited, KevFeed::read),
        each(epss, EpssFeed::read));
  }

  /** The one that all packages are from; those of {@code trixie-security} are, too. */
  static String release(List<Lock> locks) throws AdvisoryException {
    List<String> releases =
        locks.stream()
            .flatMap(lock -> lock.packages().stream())
            .map(LockedPackage::suite)
            .map(Releases::of)
            .distinct()
            .sorted()
            .toList();
    if (releases.size() > 1) {
      throw new AdvisoryException(
          "the locks have packages of the releases %s; advisories are told for one release"
              .formatted(String.join(" and ", releases)));
    }
    return releases.isEmpty() ? "none" : releases.get(0);
  }

  private interface Reading<T> {
    T read(InputStream in, Instant modified) throws AdvisoryException;
  }

  private static <T> Optional<T> each(Optional<Path> file, Reading<T> reading)
      throws AdvisoryException {
    return file.isEmpty() ? Optional.empty() : Optional.of(one(file.get(), reading));
  }

  private static <T> T one(Path file, Reading<T> reading) throws AdvisoryException {
    try (InputStream in = Files.newInputStream(file)) {
      return reading.read(in, Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw new AdvisoryException("feed '%s' cannot be read: %s".formatted(file, e), e);
    } catch (AdvisoryException e) {
      throw new AdvisoryException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Optional<Issues> osv(String release, Set<String> sources) throws AdvisoryException {
    if (osv.isEmpty()) {
      return Optional.empty();
    }
    int number =
        Releases.number(release)
            .orElseThrow(
                () ->
                    new AdvisoryException(
                        "no number is known for release '%s', by which OSV counts"
                            .formatted(release)));
    OsvFeed feed = new OsvFeed("Debian:" + number, sources);
    Instant at = Instant.MAX;
    for (Path file : files(osv.get())) {
      Instant modified =
          one(
              file,
              (in, time) -> {
                feed.read(in);
                return time;
              });
      // As old as the oldest of its parts.
      at = modified.isBefore(at) ? modified : at;
    }
    return Optional.of(feed.issues(at));
  }

  private static List<Path> files(Path place) throws AdvisoryException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> all = Files.list(place)) {
      List<Path> files =
          all.filter(f -> f.toString().matches(".*\\.(?:json|zip)"))
              .limit(FILES_MAX)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new AdvisoryException(
            "feed '%s' is a folder without a .json or .zip".formatted(place));
      }
      return files;
    } catch (IOException e) {
      throw new AdvisoryException("feed '%s' cannot be read: %s".formatted(place, e), e);
    }
  }
}
