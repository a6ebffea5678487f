package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.Signer;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.nio.file.Path;
import java.util.Optional;

/** Bakes disks from locked packages and hands them to a provider. */
public final class DebianBaker implements Baker {
  private final DiskBaker disks;
  private final PaperShelf papers;
  private final Images images;
  private final Disks taker;

  /**
   * Prepares.
   *
   * @param papers where those of all images are kept
   * @param images of the provider
   * @param taker where the provider takes finished disks
   */
  public DebianBaker(DiskBaker disks, PaperShelf papers, Images images, Disks taker) {
    this.disks = disks;
    this.papers = papers;
    this.images = images;
    this.taker = taker;
  }

  @Override
  public Resolved resolve(Recipe recipe, Path folder) throws BakeException {
    return disks.pin(new Source(recipe, folder)).resolved();
  }

  @Override
  public Image bake(Recipe recipe, Path folder, Says says) throws ProviderException, BakeException {
    // Once: what is baked is what was looked for.
    DiskBaker.Pinned pinned = disks.pin(new Source(recipe, folder));
    ImageId id = pinned.id();
    Optional<Image> existing = images.find(id);
    if (existing.isPresent()) {
      says.line("image %s exists, baked at %s".formatted(id, existing.get().bakedAt()));
      if (!whole(id, says)) {
        papersAgain(recipe, pinned, says);
      }
      return existing.get();
    }
    DiskBaker.Baked baked = disks.bake(pinned, signer(recipe, says), says);
    Disks.Root root =
        new Disks.Root(baked.tree(), Units.name(recipe), pinned.blueprint().machine().enable());
    return taker.publish(
        new Disks.Finished(id, recipe, pinned.resolved().lock(), baked.disk(), root, earlier(id)),
        says);
  }

  /** What is not on this machine is not asked for: a list may take a call for each image. */
  private Optional<Disks.Attested> earlier(ImageId id) throws ProviderException, BakeException {
    try {
      return papers.hasOthers(id) ? EarlierImage.of(id, images.list(), papers) : Optional.empty();
    } catch (PaperException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The image is what it was: it can roll from a machine that cannot make disks, such as the one
   * that rotates every night. Whoever asks for its papers there is told that they are missing.
   */
  private void papersAgain(Recipe recipe, DiskBaker.Pinned pinned, Says says) {
    try {
      disks.bake(pinned, signer(recipe, says), says);
    } catch (BakeException | ProviderException e) {
      says.line("its papers could not be made here: " + e.getMessage());
    }
  }

  /** The provider's key, if it has one for this: it is asked for before anything is made. */
  private Optional<Signer> signer(Recipe recipe, Says says)
      throws ProviderException, BakeException {
    Optional<SigningKey> key = taker.signer(recipe.name());
    return key.isEmpty() ? Optional.empty() : Optional.of(disks.signer(key.get(), says));
  }

  /** Whether the image has all of its papers; those that were lost are made again. */
  private boolean whole(ImageId id, Says says) {
    try {
      if (papers.find(id).isPresent()) {
        return true;
      }
      says.line("its papers are not on this machine, so it is made once more for them");
    } catch (PaperException e) {
      says.line("its papers are made again: " + e.getMessage());
    }
    return false;
  }
}
