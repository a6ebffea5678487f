package com.pharmaserv.repave.debian.proof;

import java.util.List;

/** Before a test has made its keys. */
final class Unset implements Signer {
  static TrustedKeys nobody() {
    try {
      return new TrustedKeys(List.of());
    } catch (ProofException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public VerifyingKey publicKey() throws ProofException {
    throw new ProofException("no key was made");
  }

  @Override
  public byte[] sign(byte[] message) throws ProofException {
    throw new ProofException("no key was made");
  }
}
