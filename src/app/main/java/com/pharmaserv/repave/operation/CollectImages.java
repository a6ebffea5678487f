package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Fate.Kept;
import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Remove;
import com.pharmaserv.repave.model.Fate.Restore;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Fate.Withdraw;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.plan.Keeping;
import com.pharmaserv.repave.plan.Keeping.Rule;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.port.Stock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes images out of use that nothing needs. A rollout may begin with an image while this looks:
 * so it looks again after it withdrew, and gives back what is needed now. Nothing is removed that
 * was not withdrawn for the whole time of grace, in which no rollout could begin with it.
 */
public final class CollectImages {
  private final Images images;
  private final Stock stock;
  private final Uses uses;
  private final InstantSource time;
  private final Operator operator;

  /** Tells what the fleets of all environments need that share the images. */
  @FunctionalInterface
  public interface Uses {
    Map<ImageId, List<Use>> look() throws RepaveException;
  }

  CollectImages(Images images, Stock stock, Uses uses, InstantSource time, Operator operator) {
    this.images = images;
    this.stock = stock;
    this.uses = uses;
    this.time = time;
    this.operator = operator;
  }

  /**
   * For the images of one provider.
   *
   * @param places all environments that share these images, the provider's own among them
   */
  public static CollectImages of(Provider provider, List<Place> places, Operator operator) {
    return new CollectImages(
        provider.images(),
        provider.stock(),
        () -> ImageUses.of(places),
        provider.time()::now,
        operator);
  }

  /**
   * What became of each image; in a plan, what would.
   *
   * @param fates of usable images first, then of withdrawn ones
   */
  public record Collection(boolean plan, List<Fate> fates) implements Answer {
    public Collection {
      fates = List.copyOf(fates);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** An image that is usable again, or was. */
  public record Restored(boolean plan, ImageId image, boolean changed) implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** What would become of each image; changes nothing. */
  public Collection plan(Rule rule) throws RepaveException {
    return new Collection(true, fates(rule));
  }

  /** Withdraws and removes what nothing needs. */
  public Collection collect(Rule rule) throws RepaveException {
    List<Fate> fates = fates(rule);
    for (Fate fate : fates) {
      if (fate instanceof Withdraw withdraw) {
        stock.withdraw(withdraw.image(), operator.name());
      }
    }
    Map<ImageId, List<Use>> now = needed(changing(fates));
    List<Fate> done = new ArrayList<>();
    for (Fate fate : fates) {
      done.add(carriedOut(fate, now.getOrDefault(fate.image(), List.of())));
    }
    return new Collection(false, done);
  }

  /** What runs on the image, or is about to. */
  List<Use> running(ImageId image) throws RepaveException {
    return needed(List.of(image)).getOrDefault(image, List.of()).stream()
        .filter(use -> Keeping.RUNNING.contains(use.need()))
        .toList();
  }

  /** Withdraws a blocked image, unless something runs on it: which is what is returned. */
  List<Use> withdrawBlocked(ImageId image) throws RepaveException {
    List<Use> uses = running(image);
    if (uses.isEmpty()) {
      stock.withdraw(image, operator.name());
      uses = running(image);
      if (!uses.isEmpty()) {
        stock.restore(image);
      }
    }
    return uses;
  }

  /** Makes a withdrawn image usable again, unless it is. */
  public Restored restore(String word, boolean plan) throws RepaveException {
    List<Withdrawn> withdrawn = stock.withdrawn();
    boolean usable = withdrawn.isEmpty() || !fits(withdrawn, word);
    if (usable) {
      return new Restored(plan, ImageChoice.named(images.list(), word).id(), false);
    }
    ImageId image =
        ImageChoice.named(withdrawn.stream().map(Withdrawn::withdrawnImage).toList(), word).id();
    if (!plan) {
      stock.restore(image);
    }
    return new Restored(plan, image, true);
  }

  private static boolean fits(List<Withdrawn> withdrawn, String word) {
    return withdrawn.stream().anyMatch(one -> ImageChoice.fits(one.withdrawnImage(), word));
  }

  private List<Fate> fates(Rule rule) throws RepaveException {
    var all = images.list();
    var withdrawn = stock.withdrawn();
    Map<ImageId, List<Use>> seen = uses.look();
    List<Fate> first = Keeping.of(all, withdrawn, seen, rule, time.instant());
    // Only for those that would go: the provider is asked for each.
    return Keeping.of(
        all, withdrawn, with(seen, references(changing(first))), rule, time.instant());
  }

  private Fate carriedOut(Fate fate, List<Use> needed) throws RepaveException {
    ImageId image = fate.image();
    if (fate instanceof Withdraw && !needed.isEmpty()) {
      stock.restore(image);
      return new Kept(image, needed);
    }
    if (fate instanceof Restore || (fate instanceof Remove && !needed.isEmpty())) {
      stock.restore(image);
      return fate instanceof Restore ? fate : new Restore(image, needed);
    }
    if (fate instanceof Remove) {
      stock.remove(image);
    }
    return fate;
  }

  private Map<ImageId, List<Use>> needed(List<ImageId> changing) throws RepaveException {
    return changing.isEmpty() ? Map.of() : with(uses.look(), references(changing));
  }

  private static List<ImageId> changing(List<Fate> fates) {
    return fates.stream()
        .filter(fate -> fate instanceof Withdraw || fate instanceof Remove)
        .map(Fate::image)
        .toList();
  }

  private Map<ImageId, List<String>> references(List<ImageId> changing) throws RepaveException {
    return changing.isEmpty() ? Map.of() : stock.references(changing);
  }

  private static Map<ImageId, List<Use>> with(
      Map<ImageId, List<Use>> uses, Map<ImageId, List<String>> references) {
    Map<ImageId, List<Use>> all = new HashMap<>();
    uses.forEach((image, of) -> all.put(image, new ArrayList<>(of)));
    references.forEach(
        (image, by) ->
            by.forEach(
                one ->
                    all.computeIfAbsent(image, i -> new ArrayList<>())
                        .add(new Use(Need.REFERENCE, one))));
    return all;
  }
}
