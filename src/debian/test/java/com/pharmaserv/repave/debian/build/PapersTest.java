package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperFixture;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.paper.TreeContents;
import com.pharmaserv.repave.debian.proof.Envelope;
import com.pharmaserv.repave.debian.proof.Envelopes;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.debian.proof.Signer;
import com.pharmaserv.repave.debian.proof.StatementWriter;
import com.pharmaserv.repave.debian.proof.VaultFixture;
import com.pharmaserv.repave.debian.proof.VaultSigner;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PapersTest {
  @TempDir Path home;

  private PaperFixture made;
  private PaperShelf shelf;

  @BeforeEach
  void make() throws IOException {
    made = new PaperFixture(home.resolve("made"));
    shelf = new PaperShelf(home.resolve("papers"));
  }

  private Path write() throws Exception {
    return write(LocalSigner.open(home.resolve("keys")));
  }

  private Path write(Signer signer) throws Exception {
    return new Papers(shelf, Clock.fixed(PaperFixture.AT, ZoneOffset.UTC))
        .write(
            new Papers.Made(
                PaperFixture.IMAGE,
                PaperFixture.lock(),
                "0".repeat(64),
                Optional.empty(),
                made.tree(),
                made.disk(),
                made.findings(),
                PaperFixture.AT),
            signer,
            line -> {});
  }

  @Test
  void anImageIsFoundWithAllThatItIs() throws Exception {
    Path folder = write();
    ImagePapers papers = shelf.find(PaperFixture.IMAGE).orElseThrow();
    assertThat(papers.folder()).isEqualTo(folder);
    assertThat(papers.lock()).isEqualTo(PaperFixture.lock());
    assertThat(papers.contents()).isEqualTo(TreeContents.read(made.tree()));
    assertThat(papers.blocks()).isEqualTo(Blocks.of(made.disk()));
    assertThat(papers.findings()).isEqualTo(made.findings());
    assertThat(papers.statement().disk()).isEqualTo(Sha256.of(made.disk()));
    assertThat(papers.statement().papers())
        .hasSize(Paper.values().length)
        .containsEntry("packages.lock", Sha256.of(folder.resolve("packages.lock")));
  }

  @ParameterizedTest
  @EnumSource
  void aPaperThatWasChangedIsNamedAndComesBackWithTheNextBake(Paper paper) throws Exception {
    Path file = write().resolve(paper.file());
    String before = Files.readString(file);
    Files.writeString(file, before + "\n");
    assertThatThrownBy(() -> shelf.find(PaperFixture.IMAGE))
        .isInstanceOf(PaperException.class)
        .hasMessageContaining("'%s' is not what was signed".formatted(file))
        .hasMessageContaining("bake base again");
    Files.delete(file);
    assertThatThrownBy(() -> shelf.find(PaperFixture.IMAGE))
        .isInstanceOf(PaperException.class)
        .hasMessageContaining(paper.file());
    write();
    assertThat(file).hasContent(before);
    assertThat(shelf.find(PaperFixture.IMAGE)).isPresent();
  }

  @Test
  void papersOfTheSameDiskStayAsTheyAre() throws Exception {
    Path statement = write().resolve(PaperShelf.STATEMENT);
    String before = Files.readString(statement);
    write();
    assertThat(statement).hasContent(before);
  }

  /** The disk was made for this machine first, and for an environment with a key after that. */
  @Test
  void theSignatureOfAnotherKeyIsPutBesideTheFirst() throws Exception {
    Signer local = LocalSigner.open(home.resolve("keys"));
    Signer vault = VaultSigner.open(VaultFixture.on("secp256r1"), home.resolve("keys"));
    Path statement = write(local).resolve(PaperShelf.STATEMENT);
    Envelope first = envelope(statement);
    write(vault);
    Envelope both = envelope(statement);
    assertThat(both.payload()).as("one bake").isEqualTo(first.payload());
    assertThat(both.signedBy(local.publicKey())).isTrue();
    assertThat(both.signedBy(vault.publicKey())).isTrue();
    write(local);
    write(vault);
    assertThat(envelope(statement)).as("nothing is signed twice").isEqualTo(both);
  }

  @Test
  void aWrongSignatureUnderOnesOwnNameIsReplaced() throws Exception {
    Signer local = LocalSigner.open(home.resolve("keys"));
    Path statement = write(local).resolve(PaperShelf.STATEMENT);
    Envelope good = envelope(statement);
    String other = Base64.getEncoder().encodeToString(new byte[64]);
    Files.write(
        statement,
        new Envelope(
                good.payloadType(),
                good.payload(),
                List.of(new Envelope.Signed(good.signatures().get(0).keyId(), other)))
            .write());
    write(local);
    assertThat(envelope(statement).signedBy(local.publicKey())).isTrue();
  }

  /** Whoever can write here could have had anything signed, by a key that others trust. */
  @Test
  void noSignatureIsPutUnderAStatementThatSaysSomethingElse() throws Exception {
    Signer stranger = LocalSigner.open(home.resolve("strangers"));
    Path statement = write(stranger).resolve(PaperShelf.STATEMENT);
    Provenance truth = Envelopes.unverified(envelope(statement), "truth");
    Provenance lie =
        new Provenance(
            truth.image(),
            truth.disk(),
            truth.recipe(),
            truth.lock(),
            "f".repeat(64),
            truth.layout(),
            truth.commit(),
            truth.run(),
            truth.packages(),
            truth.papers());
    Files.write(statement, Envelope.sign(StatementWriter.write(lie), stranger).write());
    Signer vault = VaultSigner.open(VaultFixture.on("secp256r1"), home.resolve("keys"));
    write(vault);
    Envelope fresh = envelope(statement);
    assertThat(fresh.signatures()).hasSize(1);
    assertThat(Envelopes.unverified(fresh, "fresh").workshop()).isEqualTo(truth.workshop());
  }

  @Test
  void aKeyThatDoesNotSignLeavesTheOldPapersAsTheyAre() throws Exception {
    Path folder = write();
    Envelope before = envelope(folder.resolve(PaperShelf.STATEMENT));
    VaultFixture key = VaultFixture.on("secp256r1");
    Signer vault = VaultSigner.open(key, home.resolve("keys"));
    key.denied = true;
    assertThatThrownBy(() -> write(vault))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("denied");
    assertThat(envelope(folder.resolve(PaperShelf.STATEMENT))).isEqualTo(before);
    assertThat(shelf.find(PaperFixture.IMAGE)).isPresent();
  }

  private static Envelope envelope(Path statement) throws Exception {
    return Envelopes.read(Files.readAllBytes(statement), "statement");
  }

  @Test
  void whatOtherBuildersSignedStays() throws Exception {
    Path folder = write();
    Path other = Files.writeString(folder.resolve("ci.dsse.json"), "theirs");
    Files.delete(folder.resolve(Paper.CONTENTS.file()));
    write();
    assertThat(other).hasContent("theirs");
    try (Stream<Path> beside = Files.list(folder.resolveSibling("."))) {
      assertThat(beside)
          .as("nothing half made")
          .containsExactly(folder.resolveSibling(".").resolve(folder.getFileName()));
    }
  }

  @Test
  void aWriteThatDiedBetweenTwoNamesLosesNothing() throws Exception {
    Path folder = write();
    Path other = Files.writeString(folder.resolve("ci.dsse.json"), "theirs");
    Files.move(folder, folder.resolveSibling("." + folder.getFileName() + ".old"));
    assertThat(shelf.find(PaperFixture.IMAGE)).isEmpty();
    write();
    assertThat(other).hasContent("theirs");
    assertThat(shelf.find(PaperFixture.IMAGE)).isPresent();
  }

  @Test
  void anotherDiskOfTheSameImageDoesNotTakeTheirPlace() throws Exception {
    Path folder = write();
    String statement = Files.readString(folder.resolve(PaperShelf.STATEMENT));
    made.disk("boot", "other");
    assertThatThrownBy(this::write)
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("image base@abababababab came out as disk")
        .hasMessageContaining("'%s': move them away".formatted(folder));
    assertThat(folder.resolve(PaperShelf.STATEMENT)).hasContent(statement);
  }

  @Test
  void anotherImagesPapersAreNotTakenForThisOnes() throws Exception {
    Path folder = write();
    Path wrong = folder.resolveSibling("cd".repeat(32));
    Files.move(folder, wrong);
    assertThatThrownBy(() -> shelf.find(new ImageId("base", "cd".repeat(32))))
        .isInstanceOf(PaperException.class)
        .hasMessageContaining("are those of image base@abab");
  }

  @Test
  void aTreeThatCannotBeReadLeavesNothing() throws Exception {
    Files.writeString(made.tree(), "no tar".repeat(200));
    assertThatThrownBy(this::write).isInstanceOf(IOException.class);
    assertThat(shelf.folder(PaperFixture.IMAGE)).doesNotExist();
  }
}
