package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.bake.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A public key with the one algorithm that it is for.
 *
 * @param algorithm of its signatures
 * @param encoded the key as X.509 has it (SubjectPublicKeyInfo, DER), in base64
 */
public record VerifyingKey(Algorithm algorithm, String encoded) {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";

  /** A key has some 120 characters. */
  private static final int PEM_MAX = 2_000;

  private static final int SIGNATURE_MAX = 80;

  /** The order of P-256, which no other curve has. */
  private static final BigInteger P256 =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  /** How it signs. */
  public enum Algorithm {
    /** RFC 8032, 64 bytes. */
    ED25519("Ed25519", "Ed25519"),
    /** With SHA-256, as DER. */
    ECDSA_P256("EC", "SHA256withECDSA");

    private final String family;
    private final String signature;

    Algorithm(String family, String signature) {
      this.family = family;
      this.signature = signature;
    }
  }

  /**
   * The key that a PEM holds.
   *
   * @param name of the file, for messages
   * @throws ProofException if it is no public key, or of another algorithm
   */
  public static VerifyingKey ofPem(String pem, String name) throws ProofException {
    String text = pem.length() > PEM_MAX ? "" : pem.strip();
    if (!text.startsWith(BEGIN) || !text.endsWith(END) || text.indexOf(BEGIN, 1) >= 0) {
      throw new ProofException(
          "key '%s' is not one public key as PEM: %s ... %s".formatted(name, BEGIN, END));
    }
    String body = text.substring(BEGIN.length(), text.length() - END.length());
    try {
      return ofDer(Base64.getDecoder().decode(body.replaceAll("\\s", "")), name);
    } catch (IllegalArgumentException e) {
      throw new ProofException("key '%s' is not in base64".formatted(name), e);
    }
  }

  /** The key that SubjectPublicKeyInfo holds, as KMS gives it. */
  public static VerifyingKey ofDer(byte[] der, String name) throws ProofException {
    for (Algorithm algorithm : Algorithm.values()) {
      Optional<PublicKey> key = parsed(algorithm, der);
      if (key.isPresent() && (algorithm != Algorithm.ECDSA_P256 || isP256(key.get()))) {
        // As we would write it, so that one key has one id.
        return new VerifyingKey(
            algorithm, Base64.getEncoder().encodeToString(key.get().getEncoded()));
      }
    }
    throw new ProofException(
        "key '%s' is neither for Ed25519 nor for ECDSA with P-256".formatted(name));
  }

  private static Optional<PublicKey> parsed(Algorithm algorithm, byte[] der) {
    try {
      return Optional.of(
          KeyFactory.getInstance(algorithm.family).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException ofAnotherFamily) {
      return Optional.empty();
    }
  }

  private static boolean isP256(PublicKey key) {
    return key instanceof ECPublicKey ec
        && ec.getParams().getOrder().equals(P256)
        && ec.getParams().getCofactor() == 1;
  }

  /** SHA-256 of the key's DER, in hexadecimal. */
  public String id() {
    return Sha256.of(der());
  }

  /** The first digits of the id, for people. */
  public String shortId() {
    return id().substring(0, 12);
  }

  public String pem() {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der());
    return String.join("\n", List.of(BEGIN, body, END, ""));
  }

  /** Whether the signature is this key's over these bytes; an odd one is nobody's. */
  boolean verifies(byte[] message, byte[] signature) {
    if (signature.length > SIGNATURE_MAX) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(algorithm.signature);
      verifier.initVerify(parsed(algorithm, der()).orElseThrow());
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException odd) {
      return false;
    }
  }

  private byte[] der() {
    return Base64.getDecoder().decode(encoded);
  }
}
