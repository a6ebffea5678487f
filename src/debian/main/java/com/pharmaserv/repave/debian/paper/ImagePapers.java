package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.proof.Provenance;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Disks;
import java.nio.file.Path;

/**
 * The papers of an image as they were read: whole, and as their statement says. Who signed the
 * statement was not looked at.
 *
 * @param folder where they lie
 */
public record ImagePapers(
    ImageId image,
    Path folder,
    Provenance statement,
    Lock lock,
    Contents contents,
    Blocks blocks,
    Observed findings) {
  /** The disk as it was signed. */
  public Disks.Attested attested() {
    return new Disks.Attested(image, statement.disk(), blocks.size(), blocks.digests());
  }
}
