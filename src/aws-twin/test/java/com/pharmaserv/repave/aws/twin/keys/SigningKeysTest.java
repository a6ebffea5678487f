package com.pharmaserv.repave.aws.twin.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DisabledException;
import software.amazon.awssdk.services.kms.model.InvalidKeyUsageException;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsInvalidStateException;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.NotFoundException;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

class SigningKeysTest {
  private static final byte[] MESSAGE = "what was made of what".getBytes(StandardCharsets.UTF_8);

  private final TwinCloud cloud = new TwinCloud(6);
  private final SigningKeys account = cloud.region("eu-central-1").part(SigningKeys.class);
  private final KmsClient kms = new TwinClients(cloud, "eu-central-1").keys();
  private final String key = account.make("alias/images", KeyUsageType.SIGN_VERIFY);

  private SignResponse sign(String id, byte[] message, MessageType type) {
    return kms.sign(
        r ->
            r.keyId(id)
                .message(SdkBytes.fromByteArray(message))
                .messageType(type)
                .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256));
  }

  private boolean verified(byte[] signature) throws Exception {
    byte[] der = kms.getPublicKey(r -> r.keyId(key)).publicKey().asByteArray();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der)));
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  private static byte[] digest() throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(MESSAGE);
  }

  @Test
  void aDigestIsSignedAsItIsAndAMessageIsHashed() throws Exception {
    assertThat(verified(sign(key, digest(), MessageType.DIGEST).signature().asByteArray()))
        .isTrue();
    assertThat(verified(sign(key, MESSAGE, MessageType.RAW).signature().asByteArray())).isTrue();
    assertThat(verified(sign(key, digest(), MessageType.RAW).signature().asByteArray()))
        .as("hashed twice")
        .isFalse();
  }

  @Test
  void aKeyIsFoundByEachOfItsNames() throws Exception {
    String id = key.substring(key.lastIndexOf('/') + 1);
    String alias = key.replaceFirst("key/.*", "alias/images");
    for (String name : new String[] {key, id, "alias/images", alias}) {
      assertThat(sign(name, digest(), MessageType.DIGEST).keyId()).as(name).isEqualTo(key);
    }
    assertThat(kms.getPublicKey(r -> r.keyId(id)).keySpec()).isEqualTo(KeySpec.ECC_NIST_P256);
    for (String name :
        new String[] {"alias/other", "0", key.replace("eu-central-1", "eu-west-1")}) {
      assertThatThrownBy(() -> sign(name, digest(), MessageType.DIGEST))
          .as(name)
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void refusesWhatIsTooLongOrNoDigest() {
    for (byte[] wrong : new byte[][] {new byte[0], new byte[4097]}) {
      assertThatThrownBy(() -> sign(key, wrong, MessageType.RAW))
          .isInstanceOf(KmsException.class)
          .hasMessageContaining("between 1 and 4096");
    }
    assertThatThrownBy(() -> sign(key, new byte[31], MessageType.DIGEST))
        .isInstanceOf(KmsException.class)
        .hasMessageContaining("invalid length");
  }

  @Test
  void aKeyInAnotherStateOrForSomethingElseSignsNothing() throws Exception {
    account.change(key, KeyState.DISABLED);
    assertThatThrownBy(() -> sign(key, digest(), MessageType.DIGEST))
        .isInstanceOf(DisabledException.class);
    account.change(key, KeyState.PENDING_DELETION);
    assertThatThrownBy(() -> kms.getPublicKey(r -> r.keyId(key)))
        .isInstanceOf(KmsInvalidStateException.class);
    account.remove(key);
    assertThatThrownBy(() -> kms.getPublicKey(r -> r.keyId(key)))
        .isInstanceOf(NotFoundException.class);
    String other = account.make("alias/data", KeyUsageType.ENCRYPT_DECRYPT);
    assertThatThrownBy(() -> sign(other, digest(), MessageType.DIGEST))
        .isInstanceOf(InvalidKeyUsageException.class);
  }
}
