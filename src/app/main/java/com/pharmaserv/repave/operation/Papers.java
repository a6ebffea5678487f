package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Quorum;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.ImageId;
import java.util.Optional;

/** What rollouts ask of the papers of images. */
public final class Papers {
  private final DiskComparer disks;
  private final PaperShelf shelf;
  private final Keys keys;

  /** Reads the keys that are trusted, where they are needed. */
  public interface Keys {
    TrustedKeys trusted() throws ProofException;
  }

  public Papers(DiskComparer disks, PaperShelf shelf, Keys keys) {
    this.disks = disks;
    this.shelf = shelf;
    this.keys = keys;
  }

  DiskComparer disks() {
    return disks;
  }

  /**
   * Why an image has fewer builders than an environment asks for; empty if it has enough.
   *
   * @param builders how many are needed
   */
  Optional<String> lacking(ImageId image, int builders) {
    if (builders == 0) {
      return Optional.empty();
    }
    try {
      Optional<ImagePapers> papers = shelf.find(image);
      if (papers.isEmpty()) {
        return Optional.of(
            "its papers are not on this machine; take the folder '%s' from the one that baked it"
                .formatted(shelf.folder(image)));
      }
      Quorum quorum =
          shelf
              .statements(image)
              .require(image.full(), papers.get().statement().disk(), builders, keys.trusted());
      return quorum.reached()
          ? Optional.empty()
          : Optional.of(
              "%s; bake it on another machine, and put its '%s' into '%s' as NAME%s"
                  .formatted(
                      quorum.words(),
                      PaperShelf.STATEMENT,
                      shelf.folder(image),
                      PaperShelf.ENVELOPE));
    } catch (PaperException | ProofException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
