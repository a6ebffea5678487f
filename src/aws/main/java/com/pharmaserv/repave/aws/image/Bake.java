package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Makes the image in its home region. Looks first for what an earlier bake of the same image has
 * already made, so that a bake which died is continued: on its builder, whose finished steps are
 * not run again, or with its image.
 */
final class Bake {
  /** A builder that is older is not trusted with more work: what it installed is not fresh. */
  private static final Duration ADOPT_MAX = Duration.ofHours(2);

  /** Client tokens tried: one for each builder of the same image that ended in the last hours. */
  private static final int TOKENS_MAX = 20;

  private static final Duration START_MAX = Duration.ofMinutes(10);
  private static final Duration STOP_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofSeconds(5);

  private final Plan plan;
  private final HandOver.Bake place;
  private final String key;
  private final Builders builders;
  private final Amis home;
  private final SsmClient ssm;
  private final Locks locks;
  private final Leftovers leftovers;
  private final Patience patience;
  private final Says says;

  Bake(
      Plan plan,
      HandOver.Bake place,
      String key,
      Builders builders,
      Amis home,
      SsmClient ssm,
      Locks locks,
      Leftovers leftovers,
      Patience patience,
      Says says) {
    this.plan = plan;
    this.place = place;
    this.key = key;
    this.builders = builders;
    this.home = home;
    this.ssm = ssm;
    this.locks = locks;
    this.leftovers = leftovers;
    this.patience = patience;
    this.says = says;
  }

  /** The image's id; it may still be pending. */
  String run() throws ProviderException, BakeException {
    Optional<Ami> begun = begun();
    if (begun.isPresent()) {
      says.line("going on with image " + begun.get().id() + ", which was begun earlier");
      return begun.get().id();
    }
    Builders.Builder builder = builder();
    if (builder.running()) {
      try {
        work(builder.id());
      } catch (ProviderException e) {
        // Another process that bakes the same image shares the builder, and may be through first.
        if (builders.find(builder.id()).filter(Builders.Builder::done).isEmpty()) {
          throw e;
        }
        says.line("another bake of the image has stopped builder " + builder.id());
      }
    }
    return create(
        patience.until(
            "builder " + builder.id() + " to stop",
            STOP_MAX,
            POLL,
            "bake again",
            () -> inState(builder.id(), b -> b.stopped() && b.done())));
  }

  /** An image of an earlier bake whose lock is stored; others are removed. */
  private Optional<Ami> begun() throws ProviderException, BakeException {
    Optional<Ami> begun = Optional.empty();
    for (Ami ami : home.of(plan.id())) {
      if ((ami.available() || ami.pending()) && begun.isEmpty() && locked(ami)) {
        begun = Optional.of(ami);
      } else {
        leftovers.remove(home, ami);
      }
    }
    return begun;
  }

  private boolean locked(Ami ami) throws ProviderException {
    return LockText.find(locks, plan.id(), ami.tag(ImageTags.LOCK)).isPresent();
  }

  /** A builder that runs, or has done its work and is stopped. */
  private Builders.Builder builder() throws ProviderException, BakeException {
    int ended = 0;
    for (Builders.Builder builder : builders.of(plan.id())) {
      if (builder.ended()) {
        ended++;
      } else if (useful(builder)) {
        says.line("going on with builder " + builder.id() + ", which was started earlier");
        Optional<Builders.Builder> ready = ready(builder.id());
        if (ready.isPresent()) {
          return ready.get();
        }
      } else {
        says.line("terminating builder " + builder.id() + ", which is of no use any more");
        patience.insist(
            () -> {
              builders.terminate(builder.id());
              return true;
            });
      }
    }
    for (int number = ended; number < ended + TOKENS_MAX; number++) {
      String token = plan.token("builder " + number);
      Optional<String> id = patience.insist(() -> builders.start(plan, place, key, token));
      if (id.isEmpty()) {
        continue;
      }
      says.line("builder " + id.get() + ", a " + place.instanceType() + " on " + plan.base().id());
      Optional<Builders.Builder> ready = ready(id.get());
      if (ready.isPresent()) {
        return ready.get();
      }
    }
    throw new ProviderException(
        Failure.Kind.CONFLICT,
        ("%s builders of image %s were started and ended lately; see why they end, and"
                + " bake again in an hour")
            .formatted(TOKENS_MAX, plan.id()));
  }

  /** Whether a builder of an earlier bake is young, and can still be worked on or is done. */
  private boolean useful(Builders.Builder builder) {
    boolean young = builder.launchedAt().isAfter(patience.now().minus(ADOPT_MAX));
    return young && (builder.done() || !builder.stops());
  }

  /** Waits for the builder to run or to be stopped; empty if it has ended. */
  private Optional<Builders.Builder> ready(String id) throws ProviderException, BakeException {
    Builders.Builder builder =
        patience.until(
            "builder " + id + " to start",
            START_MAX,
            POLL,
            "see the machine's system log in the EC2 console",
            () ->
                builders
                    .find(id)
                    .filter(found -> found.running() || found.stopped() || found.ended()));
    return Optional.of(builder).filter(found -> !found.ended());
  }

  private Optional<Builders.Builder> inState(String id, Predicate<Builders.Builder> wanted)
      throws ProviderException {
    Optional<Builders.Builder> found = builders.find(id);
    if (found.isPresent() && found.get().ended()) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "builder " + id + " is " + found.get().state() + ": somebody ended it; bake again");
    }
    return found.filter(wanted);
  }

  private void work(String builder) throws ProviderException, BakeException {
    RemoteShell shell =
        new RemoteShell(ssm, builders, builder, "repave bake " + plan.id(), patience);
    Steps steps = new Steps(plan, shell, says);
    SortedMap<String, String> lock = LockText.withPackages(plan.resolved().lock(), steps.run());
    String text = LockText.write(lock);
    String sha256 = LockText.sha256(text);
    // Stored before the image exists, so that no image is ever without its lock; the builder's tag
    // tells whoever goes on with it which one that is.
    patience.insist(
        () -> {
          locks.keep(LockText.key(plan.id(), sha256), text);
          home.tag(List.of(builder), Map.of(ImageTags.LOCK, sha256));
          return true;
        });
    steps.generalise();
    says.line("stopping builder " + builder);
    patience.insist(
        () -> {
          builders.stop(builder);
          return true;
        });
  }

  private String create(Builders.Builder builder) throws ProviderException, BakeException {
    SortedMap<String, String> tags = plan.tags();
    tags.put(ImageTags.LOCK, builder.tags().getOrDefault(ImageTags.LOCK, ""));
    says.line("making image '" + plan.amiName() + "'");
    Optional<String> made = patience.insist(() -> home.create(builder.id(), plan.amiName(), tags));
    return made.isPresent() ? made.get() : sameName().id();
  }

  /** The image that has the name already: made by a call whose answer got lost, or by another. */
  private Ami sameName() throws ProviderException, BakeException {
    Ami ami =
        patience.until(
            "image '" + plan.amiName() + "' to be listed",
            START_MAX,
            POLL,
            "an image that cannot be seen, a disabled one for example, has the name; remove it",
            () -> home.byName(plan.amiName()));
    List<String> problems = new ArrayList<>();
    if (!ami.holds(plan.id())) {
      problems.add("it is not of this digest");
    }
    if (!locked(ami)) {
      problems.add("its lock is not in the table");
    }
    if (!problems.isEmpty()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          ("the name '%s' belongs to image %s: %s; remove that image or change the"
                  + " recipe's version")
              .formatted(plan.amiName(), ami.id(), String.join(", ", problems)));
    }
    return ami;
  }
}
