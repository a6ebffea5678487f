package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.debian.build.DebianBaker;
import com.pharmaserv.repave.debian.build.DiskBaker;
import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Disks in the catalogue of this machine: they can be looked at, and published elsewhere. */
final class LocalDisks implements DebianBaker.Publisher {
  private final ImageStore store;
  private final Clock clock;

  LocalDisks(LocalHome home, Clock clock) {
    this.store = new ImageStore(home, clock);
    this.clock = clock;
  }

  @Override
  public Optional<Image> find(ImageId id) throws ProviderException {
    return store.find(id);
  }

  @Override
  public Image publish(DiskBaker.Baked baked, Says says) throws ProviderException {
    Recipe recipe = baked.pinned().blueprint().recipe();
    Image image =
        new Image(
            baked.pinned().id(),
            recipe.function(),
            recipe.version(),
            recipe.owner(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            baked.pinned().resolved().lock(),
            Optional.empty());
    store.keepDisk(image, recipe.run(), recipe.health(), baked.disk());
    says.line("kept as '%s'".formatted(store.disk(image.id())));
    return image;
  }
}
