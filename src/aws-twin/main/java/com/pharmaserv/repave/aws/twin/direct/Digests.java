package com.pharmaserv.repave.aws.twin.direct;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;

/** SHA-256 as EBS direct wants it: in Base64 on the wire. */
final class Digests {
  private Digests() {}

  static String sha256(byte[] bytes) {
    return Base64.getEncoder().encodeToString(algorithm().digest(bytes));
  }

  /**
   * The aggregation {@code LINEAR}: the digest of the blocks' digests, each as its 32 bytes, in
   * ascending order of the blocks. EBS API reference, CompleteSnapshot; that the raw bytes are
   * meant and not their Base64 is how coldsnap does it.
   */
  static String linear(Collection<String> digests) {
    MessageDigest all = algorithm();
    digests.forEach(digest -> all.update(Base64.getDecoder().decode(digest)));
    return Base64.getEncoder().encodeToString(all.digest());
  }

  /** A short text that nobody guesses, for tokens. */
  static String token(String of) {
    byte[] digest = algorithm().digest(of.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 12);
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
