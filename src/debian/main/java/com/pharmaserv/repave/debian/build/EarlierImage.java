package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Disks;
import java.util.List;
import java.util.Optional;

/** Finds the image whose blocks a new one of the same recipe need not send again. */
final class EarlierImage {
  private EarlierImage() {}

  /**
   * The newest of the recipe's other images whose papers are on this machine and whole.
   *
   * @param images oldest first
   */
  static Optional<Disks.Attested> of(ImageId id, List<Image> images, PaperShelf papers) {
    for (int i = images.size() - 1; i >= 0; i--) {
      ImageId other = images.get(i).id();
      if (other.name().equals(id.name()) && !other.equals(id)) {
        Optional<Disks.Attested> attested = attested(other, papers);
        if (attested.isPresent()) {
          return attested;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Disks.Attested> attested(ImageId image, PaperShelf papers) {
    try {
      return papers.find(image).map(ImagePapers::attested);
    } catch (PaperException damaged) {
      // Then more is sent, or all of it.
      return Optional.empty();
    }
  }
}
