package com.pharmaserv.repave.debian.proof;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;

/** Other people's forms of keys and signatures. */
final class Spki {
  private Spki() {}

  static byte[] p256(String x, String y) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(new BigInteger(x), new BigInteger(y)),
                parameters.getParameterSpec(ECParameterSpec.class)))
        .getEncoded();
  }

  /** DER of a signature that is two numbers of 32 bytes. */
  static byte[] der(byte[] numbers) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int from = 0; from < numbers.length; from += 32) {
      byte[] number = new BigInteger(1, Arrays.copyOfRange(numbers, from, from + 32)).toByteArray();
      body.write(2);
      body.write(number.length);
      body.writeBytes(number);
    }
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    sequence.write(0x30);
    sequence.write(body.size());
    sequence.writeBytes(body.toByteArray());
    return sequence.toByteArray();
  }
}
