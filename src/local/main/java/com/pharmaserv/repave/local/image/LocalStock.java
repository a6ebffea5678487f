package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Stock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Withdraws images of the local cloud: a file in the image's folder says so. */
public final class LocalStock implements Stock {
  private final ImageStore store;
  private final Clock clock;
  private final String path;

  /**
   * Works on the store.
   *
   * @param path where commands are found, as in the variable PATH
   */
  public LocalStock(ImageStore store, Clock clock, String path) {
    this.store = store;
    this.clock = clock;
    this.path = path;
  }

  @Override
  public List<Withdrawn> withdrawn() throws ProviderException {
    List<Withdrawn> all = new ArrayList<>();
    for (Image image : store.all()) {
      mark(image.id()).ifPresent(mark -> all.add(new Withdrawn(image, mark.by(), mark.at())));
    }
    all.sort(
        Comparator.comparing(Withdrawn::at).thenComparing(one -> one.withdrawnImage().id().full()));
    return all;
  }

  private record Mark(String by, Instant at) {}

  private Optional<Mark> mark(ImageId image) throws ProviderException {
    Path file = store.withdrawn(image);
    try {
      Optional<byte[]> content = Durable.read(file);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      Fields fields = Json.read(content.get(), "'" + file + "'");
      return Optional.of(new Mark(fields.text("by"), Instant.parse(fields.text("at"))));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw ImageStore.failure(
          "cannot read '%s'; restore image %s or remove its folder".formatted(file, image), e);
    }
  }

  @Override
  public void withdraw(ImageId image, String by) throws ProviderException {
    if (Files.exists(store.withdrawn(image))) {
      return;
    }
    if (store.stored(image).isEmpty()) {
      throw new ProviderException(
          Failure.Kind.GONE, "image %s cannot be withdrawn: it is not there".formatted(image));
    }
    try {
      Durable.write(
          store.withdrawn(image),
          Json.writePretty(Json.object("by", by, "at", clock.instant().toString())));
    } catch (IOException e) {
      throw ImageStore.failure("cannot withdraw image " + image, e);
    }
  }

  @Override
  public void restore(ImageId image) throws ProviderException {
    try {
      Files.deleteIfExists(store.withdrawn(image));
    } catch (IOException e) {
      throw ImageStore.failure("cannot restore image " + image, e);
    }
  }

  @Override
  public void remove(ImageId image) throws ProviderException {
    if (store.stored(image).isPresent() && !Files.exists(store.withdrawn(image))) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "image %s cannot be removed: it is not withdrawn".formatted(image));
    }
    try {
      Path folder = store.folder(image);
      // Without this file the folder is no image: a removal that is cut off leaves none.
      Files.deleteIfExists(folder.resolve(StoredImage.FILE));
      Apart.remove(path, folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ImageStore.failure("cannot remove image " + image, e);
    } catch (IOException e) {
      throw ImageStore.failure("cannot remove image " + image, e);
    }
  }

  /** Everything that runs here is a machine of a fleet. */
  @Override
  public Map<ImageId, List<String>> references(Collection<ImageId> images) {
    return Map.of();
  }
}
