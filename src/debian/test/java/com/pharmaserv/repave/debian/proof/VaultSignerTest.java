package com.pharmaserv.repave.debian.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VaultSignerTest {
  @TempDir Path folder;

  private Signer open(VaultFixture key) throws Exception {
    return VaultSigner.open(key, folder.resolve("keys"));
  }

  @Test
  void whatItSignsIsBelievedByItsPublicHalf() throws Exception {
    Signer vault = open(VaultFixture.on("secp256r1"));
    TrustedKeys trusted = Keys.trust(Keys.named("eu-test", vault));
    Envelope envelope = Envelope.sign(Keys.statement("run-1"), vault);
    assertThat(envelope.signatures().get(0).keyId()).isEqualTo(vault.publicKey().id());
    assertThat(Envelopes.verify(envelope, trusted, "a.json").signers())
        .extracting(TrustedKeys.Named::name)
        .containsExactly("eu-test");
  }

  /** The file is what people put among the keys that they trust. */
  @Test
  void leavesItsPublicHalfWhereThisMachinesOwnLies() throws Exception {
    Signer vault = open(VaultFixture.on("secp256r1"));
    Path file = folder.resolve("keys").resolve("repave-eu-test-images.pub");
    assertThat(file).hasContent(vault.publicKey().pem());
    LocalSigner.open(folder.resolve("keys"));
    assertThat(file).exists();
  }

  @Test
  void isABuilderOfItsOwnBesideAnother() throws Exception {
    Signer vault = open(VaultFixture.on("secp256r1"));
    Signer lab = Keys.signer("Ed25519");
    TrustedKeys trusted = Keys.trust(Keys.named("eu-test", vault), Keys.named("lab", lab));
    Envelope both = Envelope.sign(Keys.statement("run-1"), vault).and(lab);
    assertThat(quorum(Map.of("a.dsse.json", both.write()), trusted).reached())
        .as("one bake, signed by two")
        .isFalse();
    Map<String, byte[]> two =
        Map.of(
            "a.dsse.json",
            Envelope.sign(Keys.statement("run-1"), vault).write(),
            "b.dsse.json",
            Envelope.sign(Keys.statement("run-2"), lab).write());
    assertThat(quorum(two, trusted).reached()).isTrue();
  }

  private static Quorum quorum(Map<String, byte[]> envelopes, TrustedKeys trusted) {
    return new Attestations(envelopes).require("base", Keys.DISK, 2, trusted);
  }

  @Test
  void aSignatureThatNobodyCouldVerifyDoesNotGoOut() throws Exception {
    VaultFixture key = VaultFixture.on("secp256r1");
    key.hashesTwice = true;
    Signer vault = open(key);
    assertThatThrownBy(() -> vault.sign("any".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("key 'repave-eu-test-images' (" + vault.publicKey().shortId())
        .hasMessageContaining("its public half does not verify");
  }

  @Test
  void saysWhyTheProviderDoesNotSign() throws Exception {
    VaultFixture key = VaultFixture.on("secp256r1");
    Signer vault = open(key);
    key.denied = true;
    assertThatThrownBy(() -> vault.sign(new byte[1]))
        .isInstanceOf(ProofException.class)
        .hasMessage("could not sign with key arn:1: denied");
  }

  @Test
  void refusesAKeyOfAnotherKindAndLeavesNothing() throws Exception {
    VaultFixture large = VaultFixture.on("secp384r1");
    assertThatThrownBy(() -> open(large))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("key 'repave-eu-test-images' is neither");
    assertThat(folder.resolve("keys")).doesNotExist();
  }
}
