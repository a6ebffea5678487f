package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.proof.Envelope;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.debian.proof.StatementWriter;
import com.pharmaserv.repave.debian.sbom.CycloneDx;
import com.pharmaserv.repave.debian.sbom.Described;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What goes with a disk: its bill of materials, and who made it of what, signed. */
final class Papers {
  static final String SBOM = "sbom.cdx.json";
  static final String STATEMENT = "provenance.dsse.json";

  private static final String BUILDER = "https://pharmaserv.example/repave/local-builder";

  private final Path home;
  private final Clock clock;

  /**
   * Prepares.
   *
   * @param home where the builder's key is kept, and the papers
   */
  Papers(Path home, Clock clock) {
    this.home = home;
    this.clock = clock;
  }

  /** Writes both; the folder of them. */
  Path write(DiskBaker.Pinned pinned, Path disk, Instant started, Says says)
      throws IOException, ProofException {
    says.line("signing what the disk was made of");
    String digest = Sha256.of(disk);
    Path folder = home.resolve("papers").resolve(pinned.id().name()).resolve(pinned.id().digest());
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(SBOM),
        CycloneDx.write(pinned.lock(), new Described(pinned.id().name(), Optional.of(digest))));
    Provenance provenance =
        new Provenance(
            pinned.id().full(),
            digest,
            pinned.id().digest(),
            LockText.digest(pinned.lock()),
            LockText.digest(pinned.workshop()),
            Optional.empty(),
            Optional.empty(),
            new Provenance.Run(BUILDER, UUID.randomUUID().toString(), started, clock.instant()),
            Provenance.packages(pinned.lock()));
    Files.write(
        folder.resolve(STATEMENT),
        Envelope.sign(StatementWriter.write(provenance), LocalSigner.open(home.resolve("keys")))
            .write());
    return folder;
  }
}
