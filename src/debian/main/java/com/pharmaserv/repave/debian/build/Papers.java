package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.BlocksText;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.paper.ContentsText;
import com.pharmaserv.repave.debian.paper.Observed;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.paper.TreeContents;
import com.pharmaserv.repave.debian.proof.Envelope;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.debian.proof.Signer;
import com.pharmaserv.repave.debian.proof.StatementWriter;
import com.pharmaserv.repave.debian.proof.VerifyingKey;
import com.pharmaserv.repave.debian.sbom.CycloneDx;
import com.pharmaserv.repave.debian.sbom.Described;
import com.pharmaserv.repave.debian.sbom.Spdx;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Writes what goes with a disk: what it is, and who made it of what, signed. */
final class Papers {
  private static final String BUILDER = "https://pharmaserv.example/repave/local-builder";

  private final PaperShelf shelf;
  private final Clock clock;

  Papers(PaperShelf shelf, Clock clock) {
    this.shelf = shelf;
    this.clock = clock;
  }

  /**
   * What papers are made of.
   *
   * @param workshop the hash of the tools
   * @param tree packed
   * @param started when the bake was
   */
  record Made(
      ImageId image,
      Lock lock,
      String workshop,
      Optional<String> layout,
      Path tree,
      Path disk,
      Observed findings,
      Instant started) {}

  /**
   * Writes them all; the folder of them. Papers of the same disk that are there already stay, with
   * what other builders have signed; where another key signed them, this one's signature is put
   * beside.
   *
   * @throws BakeException if papers of another disk are there
   */
  Path write(Made made, Signer signer, Says says)
      throws IOException, ProofException, BakeException {
    says.line("writing and signing the papers");
    String disk = Sha256.of(made.disk());
    SortedMap<String, byte[]> files = files(made, disk);
    SortedMap<String, String> digests = new TreeMap<>();
    files.forEach((name, bytes) -> digests.put(name, Sha256.of(bytes)));
    Path folder = shelf.folder(made.image());
    PaperDraft draft = new PaperDraft(folder);
    Optional<PaperDraft.Kept> kept = draft.kept();
    if (kept.isPresent() && !kept.get().provenance().disk().equals(disk)) {
      throw new BakeException(
          ("image %s came out as disk %s, and in an earlier bake of the same inputs as disk %s; the"
                  + " papers of that one are in '%s': move them away to go on with the new disk")
              .formatted(made.image(), disk, kept.get().provenance().disk(), folder));
    }
    Provenance fresh = provenance(made, disk, digests);
    Optional<Envelope> same =
        draft.holds(digests)
            ? kept.filter(k -> k.provenance().equals(fresh.of(k.provenance().run())))
                .map(PaperDraft.Kept::envelope)
            : Optional.empty();
    VerifyingKey key = signer.publicKey();
    if (same.isEmpty() || !same.get().signedBy(key)) {
      Envelope signed =
          same.isPresent() && same.get().takes(key)
              ? same.get().and(signer)
              : Envelope.sign(StatementWriter.write(fresh), signer);
      files.put(PaperShelf.STATEMENT, signed.write());
      draft.replace(files);
    }
    return folder;
  }

  private static SortedMap<String, byte[]> files(Made made, String disk) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Described described = new Described(made.image().name(), Optional.of(disk));
    files.put(Paper.SBOM.file(), CycloneDx.write(made.lock(), described));
    files.put(Paper.SPDX.file(), Spdx.write(made.lock(), described));
    files.put(Paper.LOCK.file(), bytes(LockText.write(made.lock())));
    files.put(Paper.CONTENTS.file(), bytes(ContentsText.write(TreeContents.read(made.tree()))));
    files.put(Paper.BLOCKS.file(), bytes(BlocksText.write(Blocks.of(made.disk()))));
    files.put(Paper.FINDINGS.file(), bytes(made.findings().text()));
    return files;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Provenance provenance(Made made, String disk, SortedMap<String, String> papers) {
    return new Provenance(
        made.image().full(),
        disk,
        made.image().digest(),
        LockText.digest(made.lock()),
        made.workshop(),
        made.layout(),
        Optional.empty(),
        new Provenance.Run(BUILDER, UUID.randomUUID().toString(), made.started(), clock.instant()),
        Provenance.packages(made.lock()),
        papers);
  }
}
