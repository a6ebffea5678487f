package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Signs with a provider's key, which gets to see a digest and nothing else. */
public final class VaultSigner implements Signer {
  private final SigningKey key;
  private final VerifyingKey publicKey;

  private VaultSigner(SigningKey key, VerifyingKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Asks for the key's public half and puts it into a folder as {@code NAME.pub}, to be given away.
   *
   * @throws ProofException if it is no key for ECDSA with P-256
   */
  public static VaultSigner open(SigningKey key, Path folder)
      throws ProviderException, ProofException {
    VerifyingKey open = VerifyingKey.ofDer(key.publicKey(), key.name());
    if (open.algorithm() != VerifyingKey.Algorithm.ECDSA_P256) {
      throw new ProofException(
          "key '%s' is for %s, not for ECDSA with P-256".formatted(key.name(), open.algorithm()));
    }
    try {
      LocalSigner.export(folder, key.name(), open.pem());
    } catch (IOException e) {
      throw new ProofException(
          "the public half of key '%s' cannot be written: %s".formatted(key.name(), e), e);
    }
    return new VaultSigner(key, open);
  }

  @Override
  public VerifyingKey publicKey() {
    return publicKey;
  }

  @Override
  public byte[] sign(byte[] message) throws ProofException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
      byte[] signature = key.sign(digest);
      // What nobody can verify must not go out: a provider may take the digest for the message.
      if (!publicKey.verifies(message, signature)) {
        throw new ProofException(
            "key '%s' (%s) gave a signature that its public half does not verify"
                .formatted(key.name(), publicKey.shortId()));
      }
      return signature;
    } catch (ProviderException e) {
      throw new ProofException(String.valueOf(e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
