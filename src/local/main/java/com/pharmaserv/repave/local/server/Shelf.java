package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.image.ImageStore;
import com.pharmaserv.repave.local.image.StoredImage;
import com.pharmaserv.repave.local.machine.Room;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;

/** The images that machines can be started from, or why they cannot. */
final class Shelf implements Region.ImageShelf {
  private final LocalHome home;
  private final ImageStore store;
  private final String path;
  private boolean roomsWork;

  Shelf(LocalHome home, Clock clock, String path) {
    this.home = home;
    this.store = new ImageStore(home, clock);
    this.path = path;
  }

  @Override
  public synchronized StoredImage require(ImageId id) throws ProviderException {
    StoredImage stored =
        store
            .stored(id)
            .orElseThrow(
                () ->
                    new ProviderException(
                        Failure.Kind.GONE, "image " + id + " is not in the store; bake it again"));
    if (!Files.isDirectory(stored.tree())) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "image %s was kept without its tree by an earlier version; remove '%s' and bake it again"
              .formatted(id, stored.tree().getParent()));
    }
    if (stored.root().isPresent()) {
      requireRoom(id, stored);
    }
    return stored;
  }

  private void requireRoom(ImageId id, StoredImage stored) throws ProviderException {
    try {
      Room.requireKnown(stored);
      Optional<String> trouble =
          roomsWork
              ? Optional.empty()
              : Room.trouble(path, stored.tree(), home.cloud().resolve("trial"));
      roomsWork = trouble.isEmpty();
      if (trouble.isPresent()) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "image %s cannot run on this machine: %s".formatted(id, trouble.get()));
      }
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "image %s cannot run on this machine: %s".formatted(id, Durable.reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME, "image %s: interrupted".formatted(id), e);
    }
  }
}
