package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.VerifyImage.Signature;
import com.pharmaserv.repave.operation.VerifyImage.Verdict;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.report.VerdictText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyImageTest {
  private static final ImageId ID = new ImageId("base", "a".repeat(64));
  private static final String DISK = "0123456789abcdef".repeat(4);

  @TempDir Path home;

  private final Kept kept = new Kept();
  private PaperShelf shelf;
  private PaperPile pile;
  private LocalSigner own;
  private LocalSigner ci;

  @BeforeEach
  void put() throws Exception {
    shelf = new PaperShelf(home.resolve("papers"));
    own = LocalSigner.open(home.resolve("own"));
    ci = LocalSigner.open(home.resolve("ci"));
    pile = new PaperPile(ID, "3.5.8-1").block(0, "boot").block(2, "root");
    pile.put(shelf, own, "run-1");
    trust("own", own);
  }

  private void trust(String name, LocalSigner signer) throws Exception {
    Files.createDirectories(home.resolve("trusted"));
    Files.writeString(home.resolve("trusted").resolve(name + ".pem"), signer.publicKey().pem());
  }

  private Verdict verdict() throws Exception {
    return verify(Optional.empty());
  }

  private Verdict verify(Optional<String> region) throws Exception {
    SimPlace sim = SimPlace.running();
    return new VerifyImage(
            sim.place().environment(),
            new CompareImagesTest.Known(List.of(pile.image())),
            kept,
            shelf,
            TrustedKeys.in(home.resolve("trusted"), home.resolve("keys")),
            sim.narrator())
        .verify("base", region);
  }

  @Test
  void theChainHoldsFromTheKeyToTheBlocks() throws Exception {
    Verdict verdict = verdict();
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.outcome()).isEqualTo(Outcome.DONE);
    assertThat(verdict.signatures())
        .containsExactly(new Signature("own", own.publicKey().shortId(), "run-1"));
    Disks.Attested asked = kept.asked.get(0);
    assertThat(asked.sha256()).isEqualTo(DISK);
    assertThat(asked.blocks())
        .containsEntry(0, Sha256.of("boot"))
        .containsEntry(2, Sha256.of("root"))
        .hasSize(2);
  }

  @Test
  void aCopyThatIsOtherFails() throws Exception {
    kept.answer =
        new Disks.Different(
            "eu-west-1",
            "snap-1",
            2,
            30,
            List.of(new Disks.Difference(2, Optional.of(DISK), Optional.empty())));
    Verdict verdict = verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(VerdictText.of(verdict))
        .contains(
            "base@aaaaaaaaaaaa is not shown to be what was signed",
            "eu-west-1: 30 blocks of snap-1 are not as they were signed",
            "  block 2 is empty, must be 0123456789ab",
            "  and 29 more");
    kept.answer = new Disks.Unread("eu-west-1", "not there");
    assertThat(verdict().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void nothingIsReadForAStrangersWord() throws Exception {
    Files.delete(home.resolve("trusted").resolve("own.pem"));
    trust("ci", ci);
    Verdict verdict = verdict();
    assertThat(verdict.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(verdict.problems()).containsExactly("nobody who is trusted signed this disk");
    assertThat(verdict.notBelieved())
        .singleElement()
        .asString()
        .contains("provenance.dsse.json", "signed by nobody who is trusted");
    assertThat(kept.asked).isEmpty();
  }

  @Test
  void anotherBuildersWordAboutTheSameDiskCounts() throws Exception {
    Files.delete(home.resolve("trusted").resolve("own.pem"));
    trust("ci", ci);
    TreeMap<String, String> digests =
        new TreeMap<>(shelf.find(ID).orElseThrow().statement().papers());
    digests.put(Paper.FINDINGS.file(), "f".repeat(64));
    add("ci.dsse.json", pile.envelope(ci, "run-2", digests));
    assertThat(verdict().signatures()).extracting(Signature::builder).containsExactly("ci");
    assertThat(verdict().outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aTrustedBuilderWhoGotAnotherDiskIsAProblem() throws Exception {
    trust("ci", ci);
    TreeMap<String, String> digests =
        new TreeMap<>(shelf.find(ID).orElseThrow().statement().papers());
    digests.put(Paper.BLOCKS.file(), "f".repeat(64));
    add("ci.dsse.json", pile.envelope(ci, "run-2", digests));
    assertThat(verdict().problems())
        .containsExactly("ci signed the disk, but with another 'blocks.txt'");
    pile.disk(pile.blocks(), "e".repeat(64));
    add("ci.dsse.json", pile.envelope(ci, "run-2", digests));
    assertThat(verdict().problems())
        .containsExactly("ci signed another disk of the image, " + "e".repeat(64));
    assertThat(verdict().outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aManifestThatWasChangedIsNotComparedWith() throws Exception {
    Path blocks = shelf.folder(ID).resolve(Paper.BLOCKS.file());
    Files.writeString(blocks, Files.readString(blocks).replace("size 1572864", "size 2097152"));
    assertThatThrownBy(this::verdict)
        .isInstanceOf(PaperException.class)
        .hasMessageContaining("is not what was signed");
    assertThat(kept.asked).isEmpty();
  }

  @Test
  void missingKeysPapersAndRegionsHaveTheirRemedies() throws Exception {
    assertThatThrownBy(() -> verify(Optional.of("eu-west-1")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("has no region 'eu-west-1'");
    Files.delete(shelf.folder(ID).resolve(PaperShelf.STATEMENT));
    assertThatThrownBy(this::verdict)
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("the papers of base@aaaaaaaaaaaa are not on this machine");
    Files.delete(home.resolve("trusted").resolve("own.pem"));
    assertThatThrownBy(this::verdict)
        .isInstanceOf(ProofException.class)
        .hasMessageContaining(
            "put the public key of each builder there as NAME.pem; those that sign here lie in");
  }

  private void add(String name, byte[] envelope) throws Exception {
    Files.write(shelf.folder(ID).resolve(name), envelope);
  }

  /** Answers what it is told to. */
  private static final class Kept implements Disks {
    private final List<Attested> asked = new ArrayList<>();
    private Copy answer = new Same("here", "disk", 2);

    @Override
    public Image publish(Finished disk, Says says) {
      throw new AssertionError("nothing is published here");
    }

    @Override
    public List<Copy> verify(Attested disk, Optional<String> region, Says says) {
      asked.add(disk);
      return List.of(answer);
    }
  }
}
