package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.Recipe.Command;
import com.pharmaserv.repave.testing.Thorough;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bake that dies or goes unheard at any of its changes, and the one after it. */
@Tag(Thorough.TAG)
class BakeCrashTest {
  private static final long SEED = 7;

  /** A bake of this recipe changes AWS about 25 times; far from it, the tests mean nothing. */
  private static final int CHANGES_MIN = 15;

  /** Not every change in the test command. */
  private static final int EVERY = 3;

  @TempDir Path temp;

  /** The process is gone: no handler of ours may see it. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(Call call) {
      super("at change " + call.mutation() + ", " + call.operation() + " in " + call.region());
    }
  }

  @Test
  void bakeAfterACrashBeforeAnyChangeEndsWithOneImage() throws Exception {
    for (int change : Thorough.places(recorded().size(), EVERY).toArray()) {
      BakeWorld world = new BakeWorld(temp, SEED);
      world.cloud.beforeCall(crashAt(change));
      crashAndBakeAgain(world, "crash before change " + change);
    }
  }

  @Test
  void bakeAfterACrashAfterAnyChangeEndsWithOneImage() throws Exception {
    for (int change : Thorough.places(recorded().size(), EVERY).toArray()) {
      BakeWorld world = new BakeWorld(temp, SEED);
      world.cloud.onCall(crashAt(change));
      crashAndBakeAgain(world, "crash after change " + change);
    }
  }

  private static void crashAndBakeAgain(BakeWorld world, String what) throws Exception {
    assertThatThrownBy(world::bake).as(what).isInstanceOf(Crash.class);
    Image image = world.bake();

    assertThat(world.holdings()).as(what).isEqualTo(BakeWorld.oneImageEverywhere());
    assertThat(world.images().list()).as(what).containsExactly(image);
    assertThat(image.lock()).as(what).containsKey("resolved package openssl");
    assertThat(world.machines.ran.values())
        .as("%s: no step runs twice, one builder is enough: %s", what, world.machines.ran)
        .containsOnly(1);
  }

  @Test
  void lostAnswerOfAnyChangeEndsWithOneImage() throws Exception {
    List<Call> changes = recorded();
    for (Call change : changes) {
      int place = changes.indexOf(change) + 1;
      if (!Thorough.tried(place, changes.size(), EVERY) || !change.outcome().equals(Call.OK)) {
        continue; // Refused: the agent was not there yet.
      }
      BakeWorld world = new BakeWorld(temp, SEED);
      int earlier =
          (int)
              changes.stream()
                  .filter(c -> c.number() < change.number())
                  .filter(c -> c.operation().equals(change.operation()))
                  .count();
      world.cloud.faults().later(change.operation(), earlier, Fault.LOST_RESPONSE);
      Image image = world.bake();

      String what = "lost answer of change " + change.mutation() + ", " + change.operation();
      assertThat(world.cloud.calls()).as(what).anyMatch(c -> c.outcome().equals(Call.LOST));
      assertThat(world.holdings()).as(what).isEqualTo(BakeWorld.oneImageEverywhere());
      assertThat(world.images().list()).as(what).containsExactly(image);
      assertThat(world.machines.ran.values()).as(what).containsOnly(1);
    }
  }

  @Test
  void crashOfABakeThatFailsLeavesNothingAfterTheNext() throws Exception {
    List<Command> bad = List.of(new Command("echo bad; exit 1", 4));
    BakeWorld calm = new BakeWorld(temp, SEED);
    failure(() -> calm.bake(BakeWorld.recipe(List.of(), bad)));
    for (int change : Thorough.places(calm.changes().size(), EVERY).toArray()) {
      BakeWorld world = new BakeWorld(temp, SEED);
      world.cloud.onCall(crashAt(change));
      Throwable first = failure(() -> world.bake(BakeWorld.recipe(List.of(), bad)));
      Throwable second = failure(() -> world.bake(BakeWorld.recipe(List.of(), bad)));

      assertThat(second).hasMessageContaining("image.yaml:4: check");
      assertThat(world.holdings()).as("%s, then %s", first, second).isEmpty();
    }
  }

  @Test
  void manySmallFaultsOnTheWayDoNotMatter() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      BakeWorld world = new BakeWorld(temp, seed);
      world
          .cloud
          .faults()
          .rate(Fault.THROTTLED, 0.04)
          .rate(Fault.LOST_RESPONSE, 0.02)
          .rate(Fault.STALE_READ, 0.1);
      Image image = world.bake();
      world.cloud.faults().calm();

      assertThat(world.holdings()).as("seed " + seed).isEqualTo(BakeWorld.oneImageEverywhere());
      assertThat(world.images().list()).containsExactly(image);
    }
  }

  @Test
  void twoBakersAtOnceMakeOneImage() throws Exception {
    BakeWorld world = new BakeWorld(temp, SEED);
    List<Callable<Image>> bakes = List.of(world::bake, world::bake);
    List<Image> images = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(bakes.size());
    try {
      for (Future<Image> image : threads.invokeAll(bakes)) {
        images.add(image.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(images).extracting(Image::id).containsOnly(world.images().list().get(0).id());
    assertThat(world.holdings()).isEqualTo(BakeWorld.oneImageEverywhere());
    assertThat(world.machines.ran.values()).as("steps of one builder").containsOnly(1);
  }

  /** The changes of a bake that nothing happens to. */
  private List<Call> recorded() throws Exception {
    BakeWorld world = new BakeWorld(temp, SEED);
    world.bake();
    List<Call> changes = world.changes();
    assertThat(changes).hasSizeGreaterThan(CHANGES_MIN);
    return changes;
  }

  /** Dies at that change, once. */
  private static Consumer<Call> crashAt(long change) {
    AtomicLong left = new AtomicLong(1);
    return call -> {
      if (call.mutation() == change && left.getAndDecrement() == 1) {
        throw new Crash(call);
      }
    };
  }

  private static Throwable failure(Callable<Image> bake) {
    try {
      return new AssertionError("baked " + bake.call());
    } catch (Exception | Crash e) {
      return e;
    }
  }
}
