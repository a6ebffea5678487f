package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.util.Optional;

/** Bakes disks from locked packages and hands them to a provider. */
public final class DebianBaker implements Baker {
  private final DiskBaker disks;
  private final Publisher publisher;

  public DebianBaker(DiskBaker disks, Publisher publisher) {
    this.disks = disks;
    this.publisher = publisher;
  }

  /** Where a provider takes finished disks. */
  public interface Publisher {
    /** The image, if the provider has it already. */
    Optional<Image> find(ImageId id) throws ProviderException;

    /** Makes the disk one of the provider's images; all of it or nothing. */
    Image publish(DiskBaker.Baked baked, Says says) throws ProviderException, BakeException;
  }

  @Override
  public Resolved resolve(Recipe recipe, Path folder) throws BakeException {
    return disks.pin(new Source(recipe, folder)).resolved();
  }

  @Override
  public Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException {
    Source source = new Source(recipe, folder);
    ImageId id = disks.pin(source).id();
    Optional<Image> existing = publisher.find(id);
    if (existing.isPresent()) {
      says.line("image %s exists, baked at %s".formatted(id, existing.get().bakedAt()));
      return existing.get();
    }
    return publisher.publish(disks.bake(source, says), says);
  }
}
