package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.BakeWorld.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.keys.SigningKeys;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;

class AwsSigningKeyTest {
  /** Larger than what KMS takes as a message. */
  private static final byte[] MESSAGE = "statement ".repeat(1_000).getBytes(StandardCharsets.UTF_8);

  @TempDir Path temp;
  private BakeWorld world;

  @BeforeEach
  void createWorld() {
    world = new BakeWorld(temp, 5);
  }

  private SigningKeys account() {
    return world.cloud.region(HOME).part(SigningKeys.class);
  }

  private String make(KeyUsageType usage) {
    return account().make("alias/repave-eu-test-images", usage);
  }

  private Optional<SigningKey> signer(Optional<String> handedOver) throws Exception {
    Site site = world.site();
    HandOver.Bake place = world.place;
    HandOver.Bake with =
        new HandOver.Bake(
            place.subnet(),
            place.securityGroup(),
            place.instanceProfile(),
            place.instanceType(),
            place.keys(),
            handedOver);
    Site signing =
        new Site(
            site.environment(),
            site.clients(),
            site.time(),
            fleet -> {
              HandOver of = site.handOvers().of(fleet);
              return new HandOver(
                  of.schema(),
                  of.fleet(),
                  of.account(),
                  of.region(),
                  of.subnets(),
                  of.route(),
                  of.skeleton(),
                  of.table(),
                  with);
            });
    return new AwsDisks(signing, world.locks).signer("hello");
  }

  private SigningKey signer(String arn) throws Exception {
    return signer(Optional.of(arn)).orElseThrow();
  }

  private static byte[] digest() throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(MESSAGE);
  }

  @Test
  void anInfrastructureWithoutAKeyLeavesSigningToTheMachine() throws Exception {
    assertThat(signer(Optional.empty())).isEmpty();
    assertThat(world.cloud.calls()).extracting(Call::service).doesNotContain("kms");
  }

  @Test
  void signsWhatAnybodyVerifiesWithThePublicHalf() throws Exception {
    SigningKey key = signer(make(KeyUsageType.SIGN_VERIFY));
    byte[] signature = key.sign(digest());

    assertThat(key.name()).isEqualTo("repave-eu-test-images");
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.publicKey())));
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signature)).isTrue();
    assertThat(world.cloud.unsupported()).isEmpty();
  }

  @Test
  void asksAgainWhereAnAnswerWasLost() throws Exception {
    SigningKey key = signer(make(KeyUsageType.SIGN_VERIFY));
    world.cloud.faults().next("Sign", Fault.LOST_RESPONSE);
    assertThat(key.sign(digest())).isNotEmpty();
  }

  @Test
  void saysWhatIsWrongWithTheKeyAndWhatToDo() throws Exception {
    String arn = make(KeyUsageType.SIGN_VERIFY);
    SigningKey key = signer(arn);
    account().change(arn, KeyState.DISABLED);
    refused(key, Failure.Kind.CONFLICT, "DisabledException", "enable it");
    account().change(arn, KeyState.PENDING_DELETION);
    refused(key, Failure.Kind.CONFLICT, "KMSInvalidStateException", "cancel its deletion");
    account().remove(arn);
    refused(key, Failure.Kind.GONE, "NotFoundException", "run 'pulumi up'");
    String data = make(KeyUsageType.ENCRYPT_DECRYPT);
    refused(signer(data), Failure.Kind.CONFLICT, "InvalidKeyUsageException", data);
  }

  private static void refused(SigningKey key, Failure.Kind kind, String... words) {
    assertThatThrownBy(key::publicKey)
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.failure().kind()).isEqualTo(kind))
        .hasMessageContaining("could not read the public half of key arn:aws:kms:eu-central-1:")
        .hasMessageContainingAll(words);
    assertThatThrownBy(() -> key.sign(new byte[32]))
        .hasMessageContaining("could not sign with key arn:aws:kms:eu-central-1:")
        .hasMessageContainingAll(words);
  }
}
