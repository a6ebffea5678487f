package com.pharmaserv.repave.debian.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What we sign is verified by in-toto's own libraries, and SPDX's own accepts our inventory. */
@TestInstance(Lifecycle.PER_CLASS)
final class ForeignJudgeIT {
  private final ForeignJudge judge = ForeignJudge.orSkip();
  private final byte[] statement = Keys.statement("run-1");
  private Signer local = new Unset();
  private Signer vault = new Unset();

  @BeforeAll
  void makeKeys(@TempDir Path folder) throws Exception {
    local = LocalSigner.open(folder.resolve("keys"));
    vault = Keys.signer("secp256r1");
  }

  private JsonNode verified(Envelope envelope, int threshold, Signer... trusted) throws Exception {
    List<Map<String, String>> keys =
        Stream.of(trusted)
            .map(
                signer -> {
                  try {
                    VerifyingKey key = signer.publicKey();
                    return Map.of("id", key.id(), "pem", key.pem());
                  } catch (ProofException e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    return judge.answer(
        Map.of(
            "ask",
            "dsse",
            "envelope",
            new String(envelope.write(), StandardCharsets.UTF_8),
            "threshold",
            threshold,
            "keys",
            keys));
  }

  @Test
  void inTotoVerifiesBothKindsOfSignatures() throws Exception {
    JsonNode answer = verified(Envelope.sign(statement, local).and(vault), 2, local, vault);
    assertThat(answer.path("signers")).hasSize(2);
    assertThat(answer.path("type").asText()).isEqualTo("https://slsa.dev/provenance/v1");
    assertThat(answer.path("disk").asText()).isEqualTo(Keys.DISK);
    assertThat(answer.path("builder").asText()).isEqualTo("https://builders.example/ci");
    assertThat(answer.path("dependencies").asInt()).isEqualTo(6);
  }

  @Test
  void inTotoRefusesWhatWeRefuse() throws Exception {
    Envelope one = Envelope.sign(statement, local);
    assertThat(verified(one, 2, local, vault).has("refused")).isTrue();
    assertThat(verified(one, 1, vault).has("refused")).isTrue();
    Envelope forged =
        new Envelope(
            one.payloadType(),
            Envelope.sign(Keys.statement("run-2"), local).payload(),
            one.signatures());
    assertThat(verified(forged, 1, local).has("refused")).isTrue();
  }

  @Test
  void spdxAcceptsOurInventory() throws Exception {
    String document = Files.readString(Path.of("test/resources/sbom/base.spdx.json"));
    JsonNode answer = judge.answer(Map.of("ask", "spdx", "document", document));
    assertThat(answer.path("packages").asInt()).isEqualTo(6);
    assertThat(answer.path("broken")).isEmpty();
    JsonNode odd =
        judge.answer(
            Map.of("ask", "spdx", "document", document.replace("pkg:deb/debian/bash@", "bash@")));
    assertThat(odd.path("broken")).isNotEmpty();
  }
}
