package com.pharmaserv.repave.debian.lock;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every package of an image, pinned, as the archives offered them at one time.
 *
 * @param image name of the recipe
 * @param at when the newest of the archives was signed; the time stamp of every file that the bake
 *     makes
 * @param wanted what the recipe asked for, by which a changed recipe is noticed; sorted
 * @param archives where the packages are from
 * @param packages sorted by name; a name stands once
 */
public record Lock(
    String image,
    Instant at,
    List<String> wanted,
    List<Archive> archives,
    List<LockedPackage> packages) {
  public Lock {
    wanted = wanted.stream().sorted().distinct().toList();
    archives = List.copyOf(archives);
    packages = packages.stream().sorted().toList();
    for (int i = 1; i < packages.size(); i++) {
      if (packages.get(i).name().equals(packages.get(i - 1).name())) {
        throw new IllegalArgumentException(
            "package '%s' of image '%s' is locked twice".formatted(packages.get(i).name(), image));
      }
    }
    for (LockedPackage locked : packages) {
      if (archives.stream().noneMatch(archive -> archive.suite().equals(locked.suite()))) {
        throw new IllegalArgumentException(
            "package '%s' is from suite '%s', which no archive of the lock has"
                .formatted(locked.name(), locked.suite()));
      }
    }
  }

  /**
   * One signed state of one suite.
   *
   * @param url the archive's root, for example {@code http://deb.debian.org/debian}
   * @param signedAt the date that its signed release file carries
   * @param sha256 of that file
   */
  public record Archive(String url, String suite, Instant signedAt, String sha256) {}

  /** The package of that name. */
  public Optional<LockedPackage> find(String name) {
    return packages.stream().filter(locked -> locked.name().equals(name)).findFirst();
  }

  public Map<String, LockedPackage> byName() {
    return packages.stream().collect(Collectors.toMap(LockedPackage::name, Function.identity()));
  }

  /** Where a package can be had, as long as the archive keeps it. */
  public String url(LockedPackage locked) {
    return archives.stream()
            .filter(archive -> archive.suite().equals(locked.suite()))
            .findFirst()
            .orElseThrow()
            .url()
        + "/"
        + locked.file();
  }

  /** Bytes of all package files. */
  public long size() {
    return packages.stream().mapToLong(LockedPackage::size).sum();
  }
}
