package com.pharmaserv.repave.debian.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTest {
  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("keys");
  }

  @Test
  void makesAKeyOnFirstUseAndKeepsIt() throws Exception {
    VerifyingKey first = LocalSigner.open(folder()).publicKey();
    assertThat(LocalSigner.open(folder()).publicKey()).isEqualTo(first);
    assertThat(modes(folder())).isEqualTo("rwx------");
    assertThat(modes(folder().resolve(LocalSigner.KEY))).isEqualTo("rw-------");
    String open = Files.readString(folder().resolve(LocalSigner.PUBLIC_KEY));
    assertThat(VerifyingKey.ofPem(open, "x")).isEqualTo(first);
    assertThat(first.id()).matches("[0-9a-f]{64}").startsWith(first.shortId());
    try (var files = Files.list(folder())) {
      assertThat(files).hasSize(2);
    }
    Files.delete(folder().resolve(LocalSigner.PUBLIC_KEY));
    LocalSigner.open(folder());
    assertThat(folder().resolve(LocalSigner.PUBLIC_KEY)).hasContent(open);
  }

  private static String modes(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-----w-", "rwx--x---"})
  void refusesAKeyThatOthersMayTouch(String modes) throws Exception {
    LocalSigner.open(folder());
    Path key = folder().resolve(LocalSigner.KEY);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(modes));
    assertThatThrownBy(() -> LocalSigner.open(folder()))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("may be read or written by others (" + modes + ")");
  }

  @Test
  void refusesAFolderThatOthersMayTouch() throws Exception {
    LocalSigner.open(folder());
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-x---"));
    assertThatThrownBy(() -> LocalSigner.open(folder()))
        .hasMessageContaining("keys' may be read or written by others");
  }

  @Test
  void refusesLinksHalvesAndNoise() throws Exception {
    LocalSigner.open(folder());
    LocalSigner.open(temporary.resolve("other"));
    Path key = folder().resolve(LocalSigner.KEY);
    Path other = temporary.resolve("other").resolve(LocalSigner.KEY);
    String text = Files.readString(key);
    String end = "-----END PRIVATE KEY-----";
    String half = text.substring(0, text.indexOf(end));
    String foreign = Files.readString(other);
    Files.writeString(key, half + foreign.substring(foreign.indexOf(end)));
    assertThatThrownBy(() -> LocalSigner.open(folder()))
        .hasMessageContaining("its two halves do not match");
    Files.writeString(key, half);
    assertThatThrownBy(() -> LocalSigner.open(folder()))
        .hasMessageContaining("does not begin with");
    Files.writeString(key, text.replaceFirst("\nM", "\n*M"));
    assertThatThrownBy(() -> LocalSigner.open(folder()))
        .hasMessageContaining("is no Ed25519 key")
        .hasMessageNotContaining(half.substring(40));
    Files.writeString(key, "x".repeat(5_000));
    assertThatThrownBy(() -> LocalSigner.open(folder())).hasMessageContaining("too large");
    Files.delete(key);
    Files.createSymbolicLink(key, other);
    assertThatThrownBy(() -> LocalSigner.open(folder())).isInstanceOf(ProofException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp384r1", "Ed448"})
  void refusesOtherAlgorithms(String algorithm) throws Exception {
    Signer signer = Keys.signer(algorithm);
    assertThatThrownBy(signer::publicKey)
        .isInstanceOf(ProofException.class)
        .hasMessage(
            "key '%s' is neither for Ed25519 nor for ECDSA with P-256".formatted(algorithm));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "secp256r1"})
  void readsItsOwnPem(String algorithm) throws Exception {
    VerifyingKey key = Keys.signer(algorithm).publicKey();
    assertThat(VerifyingKey.ofPem(key.pem(), "x")).isEqualTo(key);
    assertThat(VerifyingKey.ofPem(key.pem().replace("\n", "\r\n"), "x").id()).isEqualTo(key.id());
    assertThat(key.verifies(new byte[0], new byte[0])).isFalse();
    assertThat(key.verifies(new byte[0], new byte[1_000])).isFalse();
    for (String odd :
        List.of(
            "",
            key.pem() + key.pem(),
            key.pem().replace("PUBLIC", "PRIVATE"),
            key.pem().replace("M", "*"),
            key.pem().replaceAll("M.*\n", "\n"),
            key.pem() + " ".repeat(3_000))) {
      assertThatThrownBy(() -> VerifyingKey.ofPem(odd, "x"))
          .isInstanceOf(ProofException.class)
          .hasMessageContaining("key 'x' is");
    }
  }

  @Test
  void signsWhatItsPublicKeyVerifies() throws Exception {
    LocalSigner signer = LocalSigner.open(folder());
    byte[] message = "x".getBytes(StandardCharsets.UTF_8);
    assertThat(signer.publicKey().verifies(message, signer.sign(message))).isTrue();
    assertThat(signer.sign(message)).hasSize(64);
  }
}
