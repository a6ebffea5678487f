package com.pharmaserv.repave.local.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of requests and answers with the cloud's token. Both sides prove that they know it and
 * neither sends it, so that a program which took over the port of a dead cloud learns nothing and
 * is not believed. TLS would do the same, but costs a fresh JVM a quarter of a second of processor
 * time, more than all the rest of a call; and what it adds, secrecy, is not needed on loopback,
 * where only root could listen.
 *
 * <p>A token lives as long as its cloud, so nothing signed for one cloud is of use with the next.
 */
public final class Signing {
  public static final String NONCE = "Repave-Nonce";
  public static final String SIGNATURE = "Repave-Signature";

  /** Digest of the request's body; with it, a signature can be checked before a body is read. */
  public static final String BODY = "Repave-Body";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  public Signing(byte[] token) {
    this.key = new SecretKeySpec(token, ALGORITHM);
  }

  /** Covers everything that the cloud goes by, the body by its {@link #digest}. */
  public String request(String path, String nonce, String digest) {
    return sign("request\n" + path + "\n" + nonce + "\n" + digest, new byte[0]);
  }

  /** What the header {@link #BODY} holds. */
  public static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Covers the request's nonce, so that an answer cannot be passed off as that to another one. */
  public String answer(int status, String nonce, byte[] body) {
    return sign("answer\n" + status + "\n" + nonce + "\n", body);
  }

  /** Compares in constant time, so that the time it takes tells nothing. */
  public static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.US_ASCII));
  }

  private String sign(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
