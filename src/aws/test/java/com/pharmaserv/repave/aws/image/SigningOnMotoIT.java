package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.comparison.Moto;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

/**
 * Our calls of KMS over a real socket, to an emulator of other people. moto 5.2.1 takes a digest
 * for a message and hashes it (getmoto/moto#10202), so what it signs is not what AWS signs: the
 * double does. Whoever signs papers verifies each signature, and would refuse moto's.
 */
@ExtendWith(Moto.Starter.class)
class SigningOnMotoIT {
  @Test
  void theCallsAreUnderstood(Moto moto) throws Exception {
    moto.reset();
    KmsClient kms =
        new TwinClients(
                UrlConnectionHttpClient.create(), "eu-central-1", Optional.of(moto.endpoint()))
            .keys();
    String arn =
        kms.createKey(r -> r.keySpec(KeySpec.ECC_NIST_P256).keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata()
            .arn();
    SigningKey key = new AwsSigningKey(kms, "repave-eu-test-images", arn);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest("any".getBytes(StandardCharsets.UTF_8));

    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.publicKey())));
    verifier.update(digest);
    assertThat(verifier.verify(key.sign(digest))).as("hashed once more").isTrue();
    SigningKey gone = new AwsSigningKey(kms, "gone", arn.replaceFirst("key/.*", "key/0"));
    assertThatThrownBy(gone::publicKey)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE));
  }
}
