package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

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
   * What is different between the locks of two images.
   *
   * @param changes by what the lock pins
   */
  public record Comparison(ImageId before, ImageId after, SortedMap<String, Change> changes)
      implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** What one line of a lock was and is; empty where the lock does not have it. */
  public record Change(Optional<String> was, Optional<String> is) {}

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

  /** Compares two images. */
  public Comparison compare(String from, String to) throws RepaveException {
    Image before = find(from);
    Image after = find(to);
    TreeSet<String> keys = new TreeSet<>(before.lock().keySet());
    keys.addAll(after.lock().keySet());
    SortedMap<String, Change> changes = new TreeMap<>();
    for (String key : keys) {
      Optional<String> was = Optional.ofNullable(before.lock().get(key));
      Optional<String> is = Optional.ofNullable(after.lock().get(key));
      if (!was.equals(is)) {
        changes.put(key, new Change(was, is));
      }
    }
    return new Comparison(before.id(), after.id(), changes);
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
