package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.operation.BakeImages.Resolved;
import com.pharmaserv.repave.operation.BlockImages.Blocking;
import com.pharmaserv.repave.operation.ImageCatalogue.Listing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images in words. */
public final class ImagesText {
  private static final List<String> HEADER =
      List.of("IMAGE", "VERSION", "FUNCTION", "BAKED", "CHANNEL", "BLOCKED", "WITHDRAWN");
  private static final String NONE = "-";

  private ImagesText() {}

  /** Images as a table. */
  public static List<String> list(Listing listing, Look look) {
    if (listing.images().isEmpty() && listing.outOfUse().isEmpty()) {
      return List.of("no images yet; bake one with 'repave bake'");
    }
    TextTable table = new TextTable(HEADER);
    listing.images().forEach(image -> table.row(row(image, NONE), List.of()));
    listing.outOfUse().forEach(one -> table.row(row(one.withdrawnImage(), words(one)), List.of()));
    return table.render(look).lines().toList();
  }

  private static List<String> row(Image image, String withdrawn) {
    return List.of(
        image.id().toString(),
        image.version(),
        image.function(),
        seconds(image.bakedAt()).toString(),
        image.channel().code(),
        blocked(image),
        withdrawn);
  }

  private static String words(Withdrawn one) {
    return "%s (%s)".formatted(seconds(one.at()), one.by());
  }

  /** One image with its lock. */
  public static List<String> show(Listing listing) {
    Optional<Withdrawn> withdrawn = listing.outOfUse().stream().findFirst();
    Image image = withdrawn.map(Withdrawn::withdrawnImage).orElseGet(() -> listing.images().get(0));
    List<String> lines = new ArrayList<>();
    lines.add("image     " + image.id().full());
    lines.add("version   " + image.version());
    lines.add("function  " + image.function());
    lines.add("owner     " + image.owner());
    lines.add("baked     " + seconds(image.bakedAt()));
    lines.add("channel   " + channel(image));
    lines.add("blocked   " + blocked(image));
    withdrawn.ifPresent(one -> lines.add("withdrawn " + words(one)));
    lines.add("lock");
    lines.addAll(lock(image.lock()));
    return lines.stream().map(Harmless::line).toList();
  }

  private static List<String> lock(Map<String, String> lock) {
    return lock.entrySet().stream()
        .map(pin -> "  %s = %s".formatted(pin.getKey(), pin.getValue()))
        .map(Harmless::line)
        .toList();
  }

  /** What became of a block, and what has to be replaced. */
  public static List<String> blocking(Blocking blocking) {
    List<String> lines = new ArrayList<>();
    lines.add(block(blocking));
    blocking.uses().forEach(use -> lines.add("%s: replace it".formatted(StockText.use(use))));
    if (blocking.withdrawn() && blocking.blocked()) {
      lines.add(
          "nothing runs on it, so it %s withdrawn; 'repave images unblock' brings it back"
              .formatted(blocking.plan() ? "would be" : "is"));
    } else if (blocking.withdrawn()) {
      lines.add("it is withdrawn; 'repave images restore' brings it back");
    }
    blocking
        .trouble()
        .ifPresent(why -> lines.add("what runs on it could not be read: %s".formatted(why)));
    return lines.stream().map(Harmless::line).toList();
  }

  private static String block(Blocking blocking) {
    if (!blocking.changed()) {
      return blocking
          .block()
          .map(block -> "%s is blocked already: %s".formatted(blocking.image(), words(block)))
          .orElse("%s is not blocked".formatted(blocking.image()));
    }
    String word = blocking.blocked() ? "block" : "unblock";
    String done = blocking.blocked() ? "Blocked" : "Unblocked";
    String reason = blocking.reason().map(text -> ": " + text).orElse("");
    return "%s %s%s".formatted(blocking.plan() ? "Would " + word : done, blocking.image(), reason);
  }

  /** An image that was baked, or existed already. */
  public static String baked(Image image) {
    return Harmless.line("%s version %s".formatted(image.id(), image.version()));
  }

  /** What a recipe resolves to, with its lock. */
  public static List<String> resolved(Resolved resolved) {
    List<String> lines = new ArrayList<>();
    lines.add((resolved.exists() ? "Exists already: " : "Would bake ") + resolved.image());
    lines.addAll(lock(resolved.lock()));
    return lines;
  }

  private static String blocked(Image image) {
    return image.block().map(ImagesText::words).orElse(NONE);
  }

  private static String channel(Image image) {
    return image
        .release()
        .map(release -> "%s: %s".formatted(image.channel(), words(release)))
        .orElseGet(() -> image.channel().code());
  }

  static String words(Image.Release release) {
    return "%s (%s, %s)".formatted(release.reason(), release.by(), seconds(release.at()));
  }

  private static String words(Image.Block block) {
    return "%s (%s, %s)".formatted(block.reason(), block.by(), seconds(block.at()));
  }

  private static Instant seconds(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }
}
