package com.pharmaserv.repave.debian.proof;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Signers, trust and statements for the tests. */
final class Keys {
  static final String DISK = "d".repeat(64);
  static final String LOCK = "1".repeat(64);

  private Keys() {}

  /** A signer whose key is in memory: {@code Ed25519}, or a curve of ECDSA. */
  static Signer signer(String algorithm) throws GeneralSecurityException {
    boolean edwards = algorithm.startsWith("Ed");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(edwards ? algorithm : "EC");
    if (!edwards) {
      generator.initialize(new ECGenParameterSpec(algorithm));
    }
    KeyPair pair = generator.generateKeyPair();
    return new Signer() {
      @Override
      public VerifyingKey publicKey() throws ProofException {
        return VerifyingKey.ofDer(pair.getPublic().getEncoded(), algorithm);
      }

      @Override
      public byte[] sign(byte[] message) throws ProofException {
        try {
          Signature signature = Signature.getInstance(edwards ? algorithm : "SHA256withECDSA");
          signature.initSign(pair.getPrivate());
          signature.update(message);
          return signature.sign();
        } catch (GeneralSecurityException e) {
          throw new ProofException("cannot sign", e);
        }
      }
    };
  }

  static TrustedKeys.Named named(String name, Signer signer) throws ProofException {
    return new TrustedKeys.Named(name, signer.publicKey());
  }

  static TrustedKeys trust(TrustedKeys.Named... keys) throws ProofException {
    return new TrustedKeys(List.of(keys));
  }

  static Provenance provenance(String disk, String lock, String invocation) {
    return new Provenance(
        "base",
        disk,
        "2".repeat(64),
        lock,
        "3".repeat(64),
        Optional.of("4".repeat(64)),
        Optional.of("5".repeat(40)),
        new Provenance.Run(
            "https://builders.example/ci",
            invocation,
            Instant.parse("2026-11-28T20:14:35Z"),
            Instant.parse("2026-11-28T20:15:35Z")),
        List.of(
            new Provenance.Material(
                "pkg:deb/debian/openssl@3.5.9-1~deb13u1?arch=amd64&distro=debian-13",
                "6".repeat(64))),
        new TreeMap<>(Map.of("contents.txt", "7".repeat(64))));
  }

  static byte[] statement(String invocation) {
    return StatementWriter.write(provenance(DISK, LOCK, invocation));
  }
}
