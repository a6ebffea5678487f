package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.PackageUrl;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who made a disk, when and of what. All digests are SHA-256 in hexadecimal.
 *
 * @param image its name
 * @param disk digest of the disk
 * @param recipe digest of the recipe with all that it names
 * @param lock digest of the lock's text
 * @param workshop digest of the tree with the tools
 * @param layout digest of the layout that the disk was filled by; empty without one
 * @param commit of git, that recipe and lock are from; empty if they are in none
 * @param packages what went in
 * @param papers digests of the papers that are kept beside the statement, by their file names
 */
public record Provenance(
    String image,
    String disk,
    String recipe,
    String lock,
    String workshop,
    Optional<String> layout,
    Optional<String> commit,
    Run run,
    List<Material> packages,
    SortedMap<String, String> papers) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int NAME_MAX = 200;

  public Provenance {
    packages = List.copyOf(packages);
    papers = Collections.unmodifiableSortedMap(new TreeMap<>(papers));
    papers.forEach(
        (name, digest) -> {
          text("paper", name);
          digest("paper " + name, digest);
        });
    text("image", image);
    digest("disk", disk);
    digest("recipe", recipe);
    digest("lock", lock);
    digest("workshop", workshop);
    layout.ifPresent(of -> digest("layout", of));
    if (commit.isPresent() && !COMMIT.matcher(commit.get()).matches()) {
      throw new IllegalArgumentException(
          "commit '%s' must be 40 or 64 hexadecimal digits".formatted(Json.shown(commit.get())));
    }
  }

  /**
   * One bake.
   *
   * @param builder who ran it, a URI
   * @param invocation a name that no other bake has
   */
  public record Run(String builder, String invocation, Instant started, Instant finished) {
    public Run {
      text("builder", builder);
      text("invocation", invocation);
      if (finished.isBefore(started)) {
        throw new IllegalArgumentException(
            "the bake finished at %s, before it started at %s".formatted(finished, started));
      }
    }
  }

  /** The same of another bake. */
  public Provenance of(Run other) {
    return new Provenance(
        image, disk, recipe, lock, workshop, layout, commit, other, packages, papers);
  }

  /** Something that went in. */
  public record Material(String uri, String sha256) {
    public Material {
      text("material", uri);
      digest("material " + uri, sha256);
    }
  }

  /** What of the packages of a lock goes into a statement. */
  public static List<Material> packages(Lock lock) {
    return lock.packages().stream()
        .map(locked -> new Material(PackageUrl.of(locked), locked.sha256()))
        .toList();
  }

  private static void text(String what, String value) {
    if (value.isBlank() || value.length() > NAME_MAX || !Json.safe(value).equals(value)) {
      throw new IllegalArgumentException(
          "%s '%s' must be a text of 1 to %s characters that can be shown"
              .formatted(what, Json.shown(value), NAME_MAX));
    }
  }

  static void digest(String what, String value) {
    if (!SHA256.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "digest '%s' of %s must be 64 hexadecimal digits"
              .formatted(Json.shown(value), Json.shown(what)));
    }
  }
}
