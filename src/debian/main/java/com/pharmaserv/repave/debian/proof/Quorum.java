package com.pharmaserv.repave.debian.proof;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether enough builders made the same disk.
 *
 * @param disk its SHA-256
 * @param needed how many different keys must have signed
 * @param signers who did, from one lock
 * @param missing each trusted key that does not count, with the reason
 * @param refused envelopes that are not believed, each with the reason
 */
public record Quorum(
    String disk,
    int needed,
    List<TrustedKeys.Named> signers,
    List<String> missing,
    List<String> refused) {
  public Quorum {
    signers = List.copyOf(signers);
    missing = List.copyOf(missing);
    refused = List.copyOf(refused);
  }

  public boolean reached() {
    return signers.size() >= needed;
  }

  /** The answer in a sentence or a few. */
  public String words() {
    String who =
        signers.isEmpty()
            ? "nobody who is trusted"
            : signers.stream().map(TrustedKeys.Named::name).collect(Collectors.joining(" and "));
    String signed =
        "disk %s is signed by %s: %s of %s builders"
            .formatted(Attestations.shortened(disk), who, signers.size(), needed);
    if (reached()) {
      return signed;
    }
    StringBuilder words = new StringBuilder(signed);
    if (signers.size() + missing.size() < needed) {
      words.append("; only %s keys are trusted".formatted(signers.size() + missing.size()));
    }
    missing.forEach(why -> words.append("; ").append(why));
    refused.forEach(why -> words.append("; not believed: ").append(why));
    return words.toString();
  }
}
