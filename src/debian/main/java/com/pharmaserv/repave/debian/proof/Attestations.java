package com.pharmaserv.repave.debian.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The envelopes that were found for an image, by file name, and whether they are enough. */
public final class Attestations {
  private static final int ENVELOPES_MAX = 1_000;

  private final Map<String, byte[]> envelopes;

  /** None of them is believed yet. */
  public Attestations(Map<String, byte[]> envelopes) {
    this.envelopes = new LinkedHashMap<>(envelopes);
    if (envelopes.size() > ENVELOPES_MAX) {
      throw new IllegalArgumentException(
          "there are %s envelopes, more than %s".formatted(envelopes.size(), ENVELOPES_MAX));
    }
  }

  /**
   * What can be believed of them.
   *
   * @param refused envelopes that cannot, each with the reason
   */
  public record Believed(List<Attested> attested, List<String> refused) {
    public Believed {
      attested = List.copyOf(attested);
      refused = List.copyOf(refused);
    }
  }

  /** Verifies each by itself. */
  public Believed believed(TrustedKeys trusted) {
    List<Attested> attested = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    envelopes.forEach(
        (name, bytes) -> {
          try {
            attested.add(Envelopes.verify(Envelopes.read(bytes, name), trusted, name));
          } catch (ProofException e) {
            refused.add(String.valueOf(e.getMessage()));
          }
        });
    return new Believed(attested, refused);
  }

  /**
   * Whether enough builders made the same disk from the same lock. Each bake counts for one key,
   * and each key once: whoever only signs what another one baked is no second builder.
   *
   * @param image its full name: a disk that was signed as another image does not count
   * @param disk its SHA-256
   * @param n how many different keys must have signed
   */
  public Quorum require(String image, String disk, int n, TrustedKeys trusted) {
    Provenance.digest("the disk", disk);
    if (n < 1) {
      throw new IllegalArgumentException("%s builders are none to require".formatted(n));
    }
    Believed all = believed(trusted);
    List<Attested> believed =
        all.attested().stream()
            .filter(attested -> attested.provenance().image().equals(image))
            .toList();
    Map<String, List<Attested>> byLock = new LinkedHashMap<>();
    believed.stream()
        .filter(attested -> attested.provenance().disk().equals(disk))
        .sorted(Comparator.comparing(attested -> attested.provenance().lock()))
        .forEach(
            attested ->
                byLock
                    .computeIfAbsent(attested.provenance().lock(), l -> new ArrayList<>())
                    .add(attested));
    List<TrustedKeys.Named> signers = List.of();
    String lock = "";
    for (Map.Entry<String, List<Attested>> one : byLock.entrySet()) {
      List<TrustedKeys.Named> found = distinct(one.getValue());
      if (found.size() > signers.size()) {
        signers = found;
        lock = one.getKey();
      }
    }
    return new Quorum(
        disk, n, signers, missing(disk, lock, signers, believed, trusted), all.refused());
  }

  /** One key for each bake, those with the fewest signers first. */
  private static List<TrustedKeys.Named> distinct(List<Attested> of) {
    Set<TrustedKeys.Named> keys = new LinkedHashSet<>();
    Set<String> bakes = new HashSet<>();
    of.stream()
        .sorted(Comparator.comparing(attested -> attested.signers().size()))
        .forEach(
            attested -> {
              String bake = attested.provenance().run().invocation();
              if (!bakes.contains(bake)) {
                attested.signers().stream()
                    .filter(key -> !keys.contains(key))
                    .findFirst()
                    .ifPresent(
                        key -> {
                          keys.add(key);
                          bakes.add(bake);
                        });
              }
            });
    return List.copyOf(keys);
  }

  private static List<String> missing(
      String disk,
      String lock,
      List<TrustedKeys.Named> signers,
      List<Attested> believed,
      TrustedKeys trusted) {
    List<String> missing = new ArrayList<>();
    for (TrustedKeys.Named key : trusted.all()) {
      if (!signers.contains(key)) {
        Set<String> why =
            believed.stream()
                .filter(attested -> attested.signers().contains(key))
                .map(attested -> why(disk, lock, attested.provenance()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        missing.add(
            "%s (%s) %s"
                .formatted(
                    key.name(),
                    key.key().shortId(),
                    why.isEmpty() ? "has signed nothing" : String.join("; ", why)));
      }
    }
    return missing;
  }

  private static String why(String disk, String lock, Provenance of) {
    if (!of.disk().equals(disk)) {
      return "signed the other disk %s".formatted(shortened(of.disk()));
    }
    return of.lock().equals(lock)
        ? "signed only what another one baked (%s)".formatted(of.run().invocation())
        : "signed the disk with the other lock %s".formatted(shortened(of.lock()));
  }

  static String shortened(String digest) {
    return digest.substring(0, 12);
  }
}
