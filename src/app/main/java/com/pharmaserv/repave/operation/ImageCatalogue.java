package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Stock;
import java.util.List;
import java.util.stream.Stream;

/** The images of one environment's provider: shows them. */
public final class ImageCatalogue {
  private final Images images;
  private final Stock stock;

  public ImageCatalogue(Images images, Stock stock) {
    this.images = images;
    this.stock = stock;
  }

  /**
   * Images, oldest first.
   *
   * @param outOfUse those that were withdrawn, which are not among the others
   */
  public record Listing(List<Image> images, List<Withdrawn> outOfUse) implements Answer {
    public Listing {
      images = List.copyOf(images);
      outOfUse = List.copyOf(outOfUse);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** All images. */
  public Listing list() throws RepaveException {
    return new Listing(images.list(), stock.withdrawn());
  }

  /** The one image that the word fits. */
  public Listing show(String word) throws RepaveException {
    List<Withdrawn> withdrawn = stock.withdrawn();
    List<Image> all =
        Stream.concat(images.list().stream(), withdrawn.stream().map(Withdrawn::withdrawnImage))
            .toList();
    Image found = ImageChoice.named(all, word);
    List<Withdrawn> outOfUse =
        withdrawn.stream().filter(one -> one.withdrawnImage().equals(found)).toList();
    return new Listing(outOfUse.isEmpty() ? List.of(found) : List.of(), outOfUse);
  }
}
