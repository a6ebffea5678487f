package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Stock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps images from rolling, and lets them roll again. A blocked image on which nothing runs is
 * withdrawn at once, so that nothing else can start from it either.
 */
public final class BlockImages {
  private final Images images;
  private final Stock stock;
  private final CollectImages collector;
  private final Operator operator;

  /**
   * Blocks images of one provider.
   *
   * @param collector knows what needs them
   */
  public BlockImages(Images images, Stock stock, CollectImages collector, Operator operator) {
    this.images = images;
    this.stock = stock;
    this.collector = collector;
    this.operator = operator;
  }

  /**
   * Whether an image may roll.
   *
   * @param blocked what it is now, or in a plan would be
   * @param changed whether it was not so already
   * @param reason why it was asked to be blocked
   * @param block the block that stood before, if there was one
   * @param withdrawn whether nothing can start from it now, or in a plan could
   * @param uses what runs on it and has to be replaced
   * @param trouble why it is not known what runs on it
   */
  public record Blocking(
      boolean plan,
      ImageId image,
      boolean blocked,
      boolean changed,
      Optional<String> reason,
      Optional<Image.Block> block,
      boolean withdrawn,
      List<Use> uses,
      Optional<String> trouble)
      implements Answer {
    public Blocking {
      uses = List.copyOf(uses);
    }

    @Override
    public Outcome outcome() {
      return trouble.isPresent() ? Outcome.FAILED : Outcome.DONE;
    }
  }

  /** Keeps the image from rolling, unless it is kept already, and withdraws it where it can be. */
  public Blocking block(String word, String reason, boolean plan) throws RepaveException {
    Image image = ImageChoice.named(all(), word);
    if (!plan) {
      // Blocked already, too: its copies may not be, where a block was cut off.
      images.block(image.id(), reason, operator.name());
    }
    List<Use> uses = List.of();
    Optional<String> trouble = Optional.empty();
    try {
      uses = plan ? collector.running(image.id()) : collector.withdrawBlocked(image.id());
    } catch (RepaveException unreadable) {
      // The block stands, and nothing rolls: that comes first.
      trouble = Optional.of(String.valueOf(unreadable.getMessage()));
    }
    return new Blocking(
        plan,
        image.id(),
        true,
        image.block().isEmpty(),
        Optional.of(reason),
        image.block(),
        uses.isEmpty() && trouble.isEmpty(),
        uses,
        trouble);
  }

  /** Lets the image roll again, unless it may; one that was withdrawn is restored. */
  public Blocking unblock(String word, boolean plan) throws RepaveException {
    Image image = ImageChoice.named(all(), word);
    boolean withdrawn = withdrawn().contains(image);
    boolean changes = image.block().isPresent();
    if (!plan) {
      if (changes && withdrawn) {
        stock.restore(image.id());
      }
      images.unblock(image.id());
    }
    return new Blocking(
        plan,
        image.id(),
        false,
        changes,
        Optional.empty(),
        image.block(),
        !changes && withdrawn,
        List.of(),
        Optional.empty());
  }

  private List<Image> all() throws RepaveException {
    return Stream.concat(images.list().stream(), withdrawn().stream()).toList();
  }

  private List<Image> withdrawn() throws RepaveException {
    return stock.withdrawn().stream().map(Withdrawn::withdrawnImage).toList();
  }
}
