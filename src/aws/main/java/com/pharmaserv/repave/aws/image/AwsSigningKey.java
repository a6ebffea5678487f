package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A key in KMS, by its ARN: an alias may be given to another key between two calls. It signs
 * digests, because it takes messages of 4,096 bytes at most (KMS API reference, Sign).
 *
 * @param name what people know it by
 */
record AwsSigningKey(KmsClient kms, String name, String arn) implements SigningKey {
  /** Signing changes nothing: it may be asked for again. */
  @Override
  public byte[] sign(byte[] sha256) throws ProviderException {
    return explained(
        "sign with key " + arn,
        () ->
            kms.sign(
                    r ->
                        r.keyId(arn)
                            .message(SdkBytes.fromByteArray(sha256))
                            .messageType(MessageType.DIGEST)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signature()
                .asByteArray());
  }

  @Override
  public byte[] publicKey() throws ProviderException {
    return explained(
        "read the public half of key " + arn,
        () -> kms.getPublicKey(r -> r.keyId(arn)).publicKey().asByteArray());
  }

  /** The environment wants this key's signature, so nothing else is put in its place. */
  private byte[] explained(String what, Errors.Call<byte[]> call) throws ProviderException {
    try {
      return Errors.read(what, call);
    } catch (ProviderException e) {
      Failure failure = e.failure();
      String remedy =
          switch (failure.kind()) {
            case GONE -> "; the key that was handed over is not there: run 'pulumi up'";
            case CONFLICT -> "; it signs what images are made of: enable it, cancel its deletion";
            case DENIED -> "; 'pulumi up' gives the tool's role what it needs";
            default -> "";
          };
      throw new ProviderException(failure.kind(), failure.message() + remedy, e);
    }
  }
}
