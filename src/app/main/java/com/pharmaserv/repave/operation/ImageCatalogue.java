package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.util.List;
import java.util.Optional;

/** The images of one environment's provider: shows, compares and blocks them. */
public final class ImageCatalogue {
  private final Images images;
  private final Operator operator;

  public ImageCatalogue(Images images, Operator operator) {
    this.images = images;
    this.operator = operator;
  }

  /** Images, oldest first. */
  public record Listing(List<Image> images) implements Answer {
    public Listing {
      images = List.copyOf(images);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * Whether an image may roll.
   *
   * @param blocked what it is now, or in a plan would be
   * @param changed whether it was not so already
   * @param reason why it was asked to be blocked
   * @param block the block that stood before, if there was one
   */
  public record Blocking(
      boolean plan,
      ImageId image,
      boolean blocked,
      boolean changed,
      Optional<String> reason,
      Optional<Image.Block> block)
      implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** All images. */
  public Listing list() throws RepaveException {
    return new Listing(images.list());
  }

  /** The one image that the word fits. */
  public Listing show(String word) throws RepaveException {
    return new Listing(List.of(find(word)));
  }

  /** Keeps the image from rolling, unless it is kept already. */
  public Blocking block(String word, String reason, boolean plan) throws RepaveException {
    Image image = find(word);
    boolean changes = image.block().isEmpty();
    if (changes && !plan) {
      images.block(image.id(), reason, operator.name());
    }
    return new Blocking(plan, image.id(), true, changes, Optional.of(reason), image.block());
  }

  /** Lets the image roll again, unless it may. */
  public Blocking unblock(String word, boolean plan) throws RepaveException {
    Image image = find(word);
    boolean changes = image.block().isPresent();
    if (changes && !plan) {
      images.unblock(image.id());
    }
    return new Blocking(plan, image.id(), false, changes, Optional.empty(), image.block());
  }

  private Image find(String word) throws RepaveException {
    return ImageChoice.named(images.list(), word);
  }
}
