package com.pharmaserv.repave.aws.twin.keys;

import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.GetPublicKeyRequest;
import software.amazon.awssdk.services.kms.model.GetPublicKeyResponse;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MessageType;
import software.amazon.awssdk.services.kms.model.SignRequest;
import software.amazon.awssdk.services.kms.model.SignResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;

/**
 * A region's asymmetric keys for ECDSA with P-256. Their halves are by chance, as AWS's are;
 * nothing else follows from them.
 */
public final class SigningKeys {
  /** KMS API reference, Sign: Message. */
  private static final int MESSAGE_MAX = 4096;

  private static final int DIGEST = 32;

  private final TwinRegion region;
  private final Map<String, Key> keys = new TreeMap<>();
  private final Map<String, String> aliases = new TreeMap<>();

  SigningKeys(TwinRegion region) {
    this.region = region;
  }

  private record Key(KeyPair pair, KeyUsageType usage, KeyState state) {}

  /**
   * Makes a key; its ARN.
   *
   * @param alias with {@code alias/} in front
   */
  public String make(String alias, KeyUsageType usage) {
    return region
        .cloud()
        .guarded(
            () -> {
              String arn = region.arn("kms", "key/" + region.ids().uuid());
              keys.put(arn, new Key(pair(), usage, KeyState.ENABLED));
              aliases.put(alias, arn);
              return arn;
            });
  }

  /** Brings a key into another state; without one it is gone. */
  public void change(String arn, KeyState state) {
    region
        .cloud()
        .guarded(() -> keys.computeIfPresent(arn, (a, key) -> new Key(key.pair, key.usage, state)));
  }

  /** The key is gone, as after the last day of its deletion. */
  public void remove(String arn) {
    region.cloud().guarded(() -> keys.remove(arn));
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has P-256", e);
    }
  }

  /** By id, ARN, alias or the alias's ARN (KMS API reference, Sign: KeyId). */
  private String resolve(String id) {
    String bare = id.replaceFirst("^arn:aws:kms:[^:]*:[^:]*:", "");
    String arn =
        bare.startsWith("alias/")
            ? aliases.getOrDefault(bare, "")
            : region.arn("kms", bare.startsWith("key/") ? bare : "key/" + bare);
    if (!keys.containsKey(arn)
        || (id.startsWith("arn:") && !id.startsWith(region.arn("kms", "")))) {
      throw new TwinException("NotFoundException", "Invalid keyId '" + id + "'");
    }
    return arn;
  }

  /** KMS developer guide, "Key states of AWS KMS keys", GetPublicKey and Sign. */
  private Key usable(String arn) {
    Key key = keys.get(arn);
    if (key == null || key.state == KeyState.PENDING_DELETION) {
      throw new TwinException("KMSInvalidStateException", arn + " is pending deletion.");
    }
    if (key.state == KeyState.DISABLED) {
      throw new TwinException("DisabledException", arn + " is disabled.");
    }
    if (key.usage != KeyUsageType.SIGN_VERIFY) {
      throw new TwinException(
          "InvalidKeyUsageException", arn + " key usage is " + key.usage + ", not SIGN_VERIFY.");
    }
    return key;
  }

  GetPublicKeyResponse publicKey(GetPublicKeyRequest asked) {
    String arn = resolve(asked.keyId());
    return GetPublicKeyResponse.builder()
        .keyId(arn)
        .publicKey(SdkBytes.fromByteArray(usable(arn).pair.getPublic().getEncoded()))
        .keySpec(KeySpec.ECC_NIST_P256)
        .keyUsage(KeyUsageType.SIGN_VERIFY)
        .signingAlgorithms(SigningAlgorithmSpec.ECDSA_SHA_256)
        .build();
  }

  SignResponse sign(SignRequest asked) {
    String arn = resolve(asked.keyId());
    Key key = usable(arn);
    if (asked.signingAlgorithm() != SigningAlgorithmSpec.ECDSA_SHA_256) {
      throw new TwinException(
          "InvalidKeyUsageException",
          "Algorithm " + asked.signingAlgorithmAsString() + " and key spec do not match.");
    }
    return SignResponse.builder()
        .keyId(arn)
        .signature(SdkBytes.fromByteArray(signed(key, digest(asked))))
        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256)
        .build();
  }

  /** "If you provide a message digest, use the DIGEST value": then it is not hashed again. */
  private static byte[] digest(SignRequest asked) {
    byte[] message = asked.message().asByteArray();
    if (message.length == 0 || message.length > MESSAGE_MAX) {
      throw new TwinException(
          "ValidationException",
          "1 validation error detected: Value at 'message' failed to satisfy constraint: Member"
              + " must have length between 1 and 4096");
    }
    if (asked.messageType() == MessageType.DIGEST) {
      if (message.length != DIGEST) {
        throw new TwinException(
            "ValidationException", "Digest is invalid length for algorithm ECDSA_SHA_256.");
      }
      return message;
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] signed(Key key, byte[] digest) {
    try {
      Signature signature = Signature.getInstance("NONEwithECDSA");
      signature.initSign(key.pair.getPrivate());
      signature.update(digest);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has ECDSA", e);
    }
  }
}
