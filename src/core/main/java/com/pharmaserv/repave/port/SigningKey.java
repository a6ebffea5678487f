package com.pharmaserv.repave.port;

/** A key of a provider's that signs and never leaves it. It is the same one as long as it lives. */
public interface SigningKey {
  /** The name that people know it by, fit for a file: {@code repave-eu-prod-images}. */
  String name();

  /** The public half as X.509 has it (SubjectPublicKeyInfo, DER). */
  byte[] publicKey() throws ProviderException;

  /**
   * The ECDSA signature, as DER, over what has this digest.
   *
   * @param sha256 32 bytes
   */
  byte[] sign(byte[] sha256) throws ProviderException;
}
