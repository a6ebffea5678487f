package com.pharmaserv.repave.debian.proof;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** A provider's key, as KMS has them. */
public final class VaultFixture implements SigningKey {
  private final KeyPair pair;

  /** Whether the right to sign was taken away. */
  public boolean denied;

  /** Whether it takes the digest for the message, as moto 5.2.1 does. */
  boolean hashesTwice;

  private VaultFixture(KeyPair pair) {
    this.pair = pair;
  }

  /** A new key on a curve. */
  public static VaultFixture on(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return new VaultFixture(generator.generateKeyPair());
  }

  @Override
  public String name() {
    return "repave-eu-test-images";
  }

  @Override
  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  @Override
  public byte[] sign(byte[] sha256) throws ProviderException {
    if (denied) {
      throw new ProviderException(Failure.Kind.DENIED, "could not sign with key arn:1: denied");
    }
    try {
      Signature signature =
          Signature.getInstance(hashesTwice ? "SHA256withECDSA" : "NONEwithECDSA");
      signature.initSign(pair.getPrivate());
      signature.update(sha256);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
