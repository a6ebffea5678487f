package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Brings a new image to all regions and then, with one tag, lets it be used. Until that tag stands
 * nobody starts machines of it, so that whatever fails before can be removed.
 */
final class Publication {
  /** By then an image is long replaced; from then on EC2 shows it as deprecated. */
  private static final Duration DEPRECATED_AFTER = Duration.ofDays(90);

  private static final Duration MAKE_MAX = Duration.ofMinutes(60);
  private static final Duration COPY_MAX = Duration.ofMinutes(90);

  /**
   * EC2 usually shows a new image within seconds, but may take this long (EC2 guide: "minutes").
   */
  private static final Duration APPEAR_MAX = Duration.ofMinutes(3);

  /** A token whose copy was removed since answers the removed one; the next token does not. */
  private static final int TOKENS_MAX = 5;

  private static final Duration POLL = Duration.ofSeconds(15);

  private final Plan plan;
  private final HandOver.Bake place;
  private final Regions regions;
  private final Patience patience;
  private final Says says;

  Publication(Plan plan, HandOver.Bake place, Regions regions, Patience patience, Says says) {
    this.plan = plan;
    this.place = place;
    this.regions = regions;
    this.patience = patience;
    this.says = says;
  }

  /** Whether the image is finished everywhere. */
  static Optional<Ami> everywhere(Plan plan, Regions regions) throws ProviderException {
    for (Amis amis : regions.copies()) {
      if (finished(plan, amis).isEmpty()) {
        return Optional.empty();
      }
    }
    return finished(plan, regions.home());
  }

  /** The usable image in that region. */
  static Optional<Ami> finished(Plan plan, Amis amis) throws ProviderException {
    return amis.of(plan.id()).stream().filter(ami -> ami.available() && ami.finished()).findFirst();
  }

  /** Finishes it; answers the image as it is then in its home region. */
  Ami run(String id) throws ProviderException, BakeException {
    Ami made = available(regions.home(), id, MAKE_MAX);
    Instant bakedAt = bakedAt(made);
    settle(regions.home(), made, bakedAt);
    if (!regions.copies().isEmpty() && !made.finished() && !made.lacksOnlyCopies()) {
      mark(regions.home(), id, ImageTags.MADE_AT, patience.now());
    }
    Map<Amis, String> copies = new LinkedHashMap<>();
    for (Amis amis : regions.copies()) {
      copies.put(amis, copy(amis, made));
    }
    for (Map.Entry<Amis, String> copy : copies.entrySet()) {
      settle(copy.getKey(), available(copy.getKey(), copy.getValue(), COPY_MAX), bakedAt);
    }
    // The home region first: a finished copy then proves a finished image at home.
    mark(regions.home(), id, ImageTags.BAKED_AT, bakedAt);
    for (Map.Entry<Amis, String> copy : copies.entrySet()) {
      mark(copy.getKey(), copy.getValue(), ImageTags.BAKED_AT, bakedAt);
    }
    return patience.until(
        "image " + id + " to show its tags",
        APPEAR_MAX,
        POLL,
        "bake again: the image is complete and will be found",
        () -> regions.home().byId(id).filter(Ami::finished));
  }

  /** The instant of the bake that an image at home carries already, or now. */
  private Instant bakedAt(Ami made) {
    return made.finished()
        ? Instant.parse(made.tag(ImageTags.BAKED_AT))
        : patience.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private Ami available(Amis amis, String id, Duration bound)
      throws ProviderException, BakeException {
    boolean[] seen = new boolean[1];
    return patience.until(
        "image " + id + " in " + amis.region() + " to become available",
        bound,
        POLL,
        "bake again",
        () -> {
          Optional<Ami> ami = amis.byId(id);
          if (ami.isEmpty() && seen[0]) {
            throw new ProviderException(
                Failure.Kind.GONE,
                "image " + id + " in " + amis.region() + " was removed meanwhile; bake again");
          }
          seen[0] |= ami.isPresent();
          if (ami.isPresent() && !ami.get().available() && !ami.get().pending()) {
            throw new ProviderException(
                Failure.Kind.CONFLICT,
                ("image %s in %s became %s: %s; check that the region's key may be"
                        + " used, and bake again")
                    .formatted(id, amis.region(), ami.get().state(), ami.get().stateReason()));
          }
          return ami.filter(Ami::available);
        });
  }

  private void settle(Amis amis, Ami ami, Instant bakedAt) throws ProviderException, BakeException {
    SortedMap<String, String> tags = ImageTags.of(plan.id());
    tags.put(ImageTags.AMI, ami.id());
    patience.insist(
        () -> {
          amis.tag(ami.snapshots(), tags);
          if (!ami.requiresTokens()) {
            amis.requireTokens(ami.id());
          }
          amis.deprecate(ami.id(), bakedAt.plus(DEPRECATED_AFTER));
          return true;
        });
  }

  private String copy(Amis amis, Ami made) throws ProviderException, BakeException {
    Optional<Ami> there =
        amis.of(plan.id()).stream().filter(ami -> ami.available() || ami.pending()).findFirst();
    if (there.isPresent()) {
      return there.get().id();
    }
    SortedMap<String, String> tags = plan.tags();
    tags.put(ImageTags.LOCK, made.tag(ImageTags.LOCK));
    String key = key(place, amis.region());
    for (int number = 0; number < TOKENS_MAX; number++) {
      String token = plan.token("copy " + made.id() + " " + amis.region() + " " + number);
      String id = patience.insist(() -> amis.copy(made, regions.home().region(), token, key, tags));
      if (appears(amis, id)) {
        says.line("copying image to " + amis.region() + " as " + id);
        return id;
      }
    }
    throw new ProviderException(
        Failure.Kind.CONFLICT,
        "copies of image " + plan.id() + " to " + amis.region() + " vanish; see who removes them");
  }

  private boolean appears(Amis amis, String id) throws ProviderException, BakeException {
    Instant latest = patience.now().plus(APPEAR_MAX);
    return patience.until(
        "image " + id + " to be listed in " + amis.region(),
        APPEAR_MAX.plus(POLL.multipliedBy(2)),
        POLL,
        "bake again",
        () -> {
          boolean there = amis.byId(id).isPresent();
          return there || patience.now().isAfter(latest) ? Optional.of(there) : Optional.empty();
        });
  }

  private void mark(Amis amis, String id, String tag, Instant at)
      throws ProviderException, BakeException {
    patience.insist(
        () -> {
          amis.tag(java.util.List.of(id), Map.of(tag, at.toString()));
          return true;
        });
  }

  /** The key that images in that region are encrypted with. */
  static String key(HandOver.Bake place, String region) throws BakeException {
    return Optional.ofNullable(place.keys().get(region))
        .orElseThrow(
            () ->
                new BakeException(
                    ("the hand-over names no key for images in region %s, only for %s;"
                            + " run 'pulumi up' with that region among the copies")
                        .formatted(region, String.join(", ", place.keys().keySet()))));
  }
}
