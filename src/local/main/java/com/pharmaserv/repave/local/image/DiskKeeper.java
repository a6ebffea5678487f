package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.FileLocks;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes finished disks into the store: the disk for other machines than those of this cloud, and
 * its tree, which these are started from.
 */
public final class DiskKeeper {
  private final LocalHome home;
  private final Clock clock;
  private final ImageStore store;
  private final String path;

  /**
   * Prepares for the home's store.
   *
   * @param path where commands are found, as in the variable PATH
   */
  public DiskKeeper(LocalHome home, Clock clock, String path) {
    this.home = home;
    this.clock = clock;
    this.store = new ImageStore(home, clock);
    this.path = path;
  }

  /** Keeps it in one step, unless it is there. */
  public Image keep(Disks.Finished disk, Says says) throws ProviderException, BakeException {
    try {
      home.prepare();
      synchronized (StoreLock.TURN) {
        FileLocks.Held held = StoreLock.take(home, says);
        try (held) {
          Optional<Image> existing = store.find(disk.id());
          return existing.isPresent() ? existing.get() : kept(disk, says);
        }
      }
    } catch (IOException e) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "image %s was not kept: %s; free space in '%s' or make it writable, then bake again"
              .formatted(disk.id(), Durable.reason(e), home.images()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BakeException("image %s was not kept: interrupted".formatted(disk.id()));
    }
  }

  private Image kept(Disks.Finished disk, Says says) throws IOException, InterruptedException {
    Path draft = home.images().resolve(".keeping");
    // Whoever holds the lock owns the draft: what is in it was left by one that died.
    Apart.remove(path, draft);
    try {
      Durable.privateDirectory(draft);
      Path tree = Files.createDirectory(draft.resolve(StoredImage.TREE));
      says.line("unpacking the tree for machines of the local cloud");
      Apart.unpack(path, disk.root().tree(), tree);
      Files.createLink(draft.resolve(ImageStore.DISK), disk.raw());
      Image image =
          Image.baked(
              disk.id(),
              disk.recipe(),
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              disk.lock());
      StoredImage stored =
          new StoredImage(
              image,
              disk.recipe().run(),
              disk.recipe().health(),
              tree,
              Optional.of(new StoredImage.Root(disk.root().service(), disk.root().units())));
      Durable.write(draft.resolve(StoredImage.FILE), Json.writePretty(stored.json()));
      Path place = store.folder(disk.id());
      Path shelf = Objects.requireNonNull(place.getParent(), "an image stands under its name");
      Durable.privateDirectory(shelf);
      // A folder without its description is the rest of a removal.
      Apart.remove(path, place);
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      Durable.force(shelf);
      says.line("kept as '%s'".formatted(store.disk(disk.id())));
      return image;
    } finally {
      Apart.remove(path, draft);
    }
  }
}
