package com.pharmaserv.repave.debian.proof;

/** Somebody who can sign: a key in a file, or one that never leaves its vault. */
public interface Signer {
  /** The key that verifies, whose id the envelope names. */
  VerifyingKey publicKey() throws ProofException;

  /** The signature over these very bytes, in the form that {@link VerifyingKey} takes. */
  byte[] sign(byte[] message) throws ProofException;
}
