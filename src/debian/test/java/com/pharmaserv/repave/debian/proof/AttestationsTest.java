package com.pharmaserv.repave.debian.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AttestationsTest {
  private Signer ci = new Unset();
  private Signer lab = new Unset();
  private TrustedKeys both = Unset.nobody();
  private final Map<String, byte[]> envelopes = new TreeMap<>();

  @BeforeEach
  void makeKeys() throws Exception {
    ci = Keys.signer("Ed25519");
    lab = Keys.signer("secp256r1");
    both = Keys.trust(Keys.named("ci", ci), Keys.named("lab", lab));
  }

  private void put(String name, String disk, String lock, String invocation, Signer signer)
      throws ProofException {
    byte[] statement = StatementWriter.write(Keys.provenance(disk, lock, invocation));
    envelopes.put(name, Envelope.sign(statement, signer).write());
  }

  private Quorum require(int n) {
    return new Attestations(envelopes).require("base", Keys.DISK, n, both);
  }

  @Test
  void twoBuildersOfTheSameDiskAreEnough() throws Exception {
    put("ci.json", Keys.DISK, Keys.LOCK, "run-1", ci);
    put("lab.json", Keys.DISK, Keys.LOCK, "run-2", lab);
    Quorum quorum = require(2);
    assertThat(quorum.reached()).isTrue();
    assertThat(quorum.missing()).isEmpty();
    assertThat(quorum.words())
        .isEqualTo("disk dddddddddddd is signed by ci and lab: 2 of 2 builders");
  }

  @Test
  void oneBuilderIsOne() throws Exception {
    put("ci.json", Keys.DISK, Keys.LOCK, "run-1", ci);
    put("again.json", Keys.DISK, Keys.LOCK, "run-2", ci);
    Quorum quorum = require(2);
    assertThat(quorum.reached()).isFalse();
    assertThat(quorum.words())
        .isEqualTo(
            "disk dddddddddddd is signed by ci: 1 of 2 builders; lab (%s) has signed nothing"
                .formatted(lab.publicKey().shortId()));
    assertThat(require(1).reached()).isTrue();
  }

  @Test
  void whoOnlySignsAnothersBakeIsNoSecondBuilder() throws Exception {
    byte[] statement = Keys.statement("run-1");
    envelopes.put("both.json", Envelope.sign(statement, ci).and(lab).write());
    Quorum quorum = require(2);
    assertThat(quorum.signers()).extracting(TrustedKeys.Named::name).containsExactly("ci");
    assertThat(quorum.words()).contains(") signed only what another one baked (run-1)");
    put("lab.json", Keys.DISK, Keys.LOCK, "run-1", lab);
    assertThat(require(2).reached()).isFalse();
    put("lab.json", Keys.DISK, Keys.LOCK, "run-2", lab);
    assertThat(require(2).reached()).isTrue();
  }

  @Test
  void ofTwoWhoSignedABakeItCountsForTheOneWithoutAnother() throws Exception {
    for (String first : new String[] {"a.json", "z.json"}) {
      envelopes.clear();
      put(first, Keys.DISK, Keys.LOCK, "run-1", ci);
      envelopes.put("m.json", Envelope.sign(Keys.statement("run-2"), ci).and(lab).write());
      assertThat(require(2).reached()).as(first).isTrue();
    }
  }

  @Test
  void saysWhatOthersSignedInstead() throws Exception {
    put("ci.json", Keys.DISK, Keys.LOCK, "run-1", ci);
    put("lab.json", "e".repeat(64), Keys.LOCK, "run-2", lab);
    assertThat(require(2).words()).contains("lab (").contains("signed the other disk eeeeeeeeeeee");
    put("lab.json", Keys.DISK, "7".repeat(64), "run-2", lab);
    assertThat(require(2).reached()).isFalse();
    assertThat(require(2).words()).contains("signed the disk with the other lock 777777777777");
  }

  @Test
  void noiseNeitherHelpsNorBlocks() throws Exception {
    put("ci.json", Keys.DISK, Keys.LOCK, "run-1", ci);
    put("stranger.json", Keys.DISK, Keys.LOCK, "run-3", Keys.signer("Ed25519"));
    envelopes.put("noise.json", "{}".getBytes(StandardCharsets.UTF_8));
    Quorum quorum = require(2);
    assertThat(quorum.refused()).hasSize(2);
    assertThat(quorum.words())
        .contains("not believed: envelope 'noise.json' has no text 'payloadType'")
        .contains("not believed: envelope 'stranger.json' is signed by nobody who is trusted");
    put("lab.json", Keys.DISK, Keys.LOCK, "run-2", lab);
    assertThat(require(2).reached()).isTrue();
    assertThat(require(3).words()).contains("2 of 3 builders; only 2 keys are trusted");
  }

  @Test
  void aKeyCountsOnceUnderWhateverName() {
    assertThatThrownBy(() -> Keys.trust(Keys.named("ci", ci), Keys.named("lab", ci)))
        .isInstanceOf(ProofException.class)
        .hasMessageStartingWith("keys 'ci' and 'lab' are the same one");
    assertThatThrownBy(() -> Keys.trust(Keys.named("ci", ci), Keys.named("ci", lab)))
        .hasMessageStartingWith("two trusted keys have the same name");
  }

  @Test
  void refusesQuestionsThatMakeNoSense() throws Exception {
    assertThatThrownBy(() -> require(0)).hasMessage("0 builders are none to require");
    assertThatThrownBy(() -> new Attestations(envelopes).require("base", "x", 1, both))
        .hasMessageContaining("must be 64 hexadecimal digits");
    assertThat(
            new Attestations(Map.of())
                .require("base", Keys.DISK, 1, new TrustedKeys(List.of()))
                .words())
        .isEqualTo(
            "disk dddddddddddd is signed by nobody who is trusted: 0 of 1 builders; only 0 keys are"
                + " trusted");
  }

  @Test
  void aDiskThatWasSignedAsAnotherImageDoesNotCount() throws Exception {
    put("ci.json", Keys.DISK, Keys.LOCK, "run-1", ci);
    assertThat(require(1).reached()).isTrue();
    assertThat(new Attestations(envelopes).require("other", Keys.DISK, 1, both).reached())
        .isFalse();
  }
}
