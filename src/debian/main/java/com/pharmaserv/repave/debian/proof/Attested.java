package com.pharmaserv.repave.debian.proof;

import java.util.List;

/**
 * A statement that can be believed as far as its signers can.
 *
 * @param signers who are trusted; never empty
 * @param strangers ids of keys that signed as well, as is said, and are not trusted
 */
public record Attested(
    Provenance provenance, List<TrustedKeys.Named> signers, List<String> strangers) {
  public Attested {
    signers = List.copyOf(signers);
    strangers = List.copyOf(strangers);
  }
}
