package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.RepaveException;
import java.util.List;
import java.util.Optional;

/** Bakes an image, or takes back the one that was withdrawn. */
final class Bakery {
  private Bakery() {}

  static Image bake(Provider provider, BakeImages.Source source, Narrator narrator)
      throws RepaveException {
    Optional<Image> withdrawn = withdrawn(provider, source);
    if (withdrawn.isPresent() && withdrawn.get().block().isPresent()) {
      narrator.note("image %s exists, is blocked and withdrawn".formatted(withdrawn.get().id()));
      return withdrawn.get();
    }
    if (withdrawn.isPresent()) {
      narrator.note("image %s was withdrawn; it is restored".formatted(withdrawn.get().id()));
      provider.stock().restore(withdrawn.get().id());
      return withdrawn.get();
    }
    return provider.baker().bake(source.recipe(), source.folder(), narrator::note);
  }

  private static Optional<Image> withdrawn(Provider provider, BakeImages.Source source)
      throws RepaveException {
    List<Image> own =
        provider.stock().withdrawn().stream()
            .map(Withdrawn::withdrawnImage)
            .filter(image -> image.id().name().equals(source.recipe().name()))
            .toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    ImageId id = provider.baker().resolve(source.recipe(), source.folder()).image();
    return own.stream().filter(image -> image.id().equals(id)).findFirst();
  }
}
