package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.testing.Thorough;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publication that dies or goes unheard at any of its calls, and the one after it. */
@Tag(Thorough.TAG)
class BlockCrashTest {
  /** Far from it, the tests mean nothing: two regions, a child of a parent. */
  private static final int CALLS_MIN = 15;

  /** Not every call in the test command. */
  private static final int EVERY = 3;

  @TempDir Path temp;
  private final Shared shared = new Shared();

  /** The process is gone: no handler of ours may see it. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(Call call) {
      super("at " + call.operation() + " in " + call.region());
    }
  }

  /** A parent that is published, and its child on the way. */
  private final class Scene {
    final DiskWorld world = new DiskWorld(temp, 5, shared, DiskWorld.COPY);
    final Disk parent = world.disk("1", 1, 2, 3);
    final Disk child = world.disk("2", DiskWorld.parent(parent), 1, 0, 4, 5);
    final int built;

    Scene() throws Exception {
      // Otherwise chance decides how often a block is put, and with that which call is which.
      world.regions().forEach(r -> world.direct(r).appearAfter(Duration.ZERO, Duration.ZERO));
      world.publish(parent);
      built = world.cloud.calls().size();
    }

    List<Call> calls() {
      return world.cloud.calls().subList(built, world.cloud.calls().size());
    }

    /** Both images and nothing beside, and the child is what its disk is. */
    void requireGood(String what) throws Exception {
      List<String> both = new ArrayList<>();
      for (String region : world.regions()) {
        for (String kind : List.of("image available, deregistration enabled-without-cooldown")) {
          both.add(region + " " + kind);
          both.add(region + " " + kind);
        }
        both.add(region + " snapshot completed");
        both.add(region + " snapshot completed");
      }
      assertThat(world.holdings()).as(what).isEqualTo(both);
      for (String region : world.regions()) {
        assertThat(world.verify(child, region).first()).as(what).isEmpty();
        assertThat(world.verify(parent, region).first()).as(what).isEmpty();
      }
      assertThat(world.images()).as(what).hasSize(2);
    }
  }

  @Test
  void publishingAfterACrashBeforeAnyCallEndsWithOneImage() throws Exception {
    for (int at : Thorough.places(calls().size(), EVERY).toArray()) {
      crash(at, false);
    }
  }

  @Test
  void publishingAfterACrashAfterAnyCallEndsWithOneImage() throws Exception {
    for (int at : Thorough.places(calls().size(), EVERY).toArray()) {
      crash(at, true);
    }
  }

  /** Once one call died, no thread of that process calls again. */
  private void crash(int at, boolean after) throws Exception {
    Scene scene = new Scene();
    AtomicInteger left = new AtomicInteger(at);
    AtomicBoolean dead = new AtomicBoolean();
    AtomicBoolean over = new AtomicBoolean();
    Consumer<Call> killer =
        call -> {
          if (!over.get() && (dead.get() || left.decrementAndGet() == 0)) {
            dead.set(true);
            throw new Crash(call);
          }
        };
    if (after) {
      scene.world.cloud.onCall(killer);
    } else {
      scene.world.cloud.beforeCall(killer);
    }
    String what = "crash %s call %s".formatted(after ? "after" : "before", at);
    boolean crashed = false;
    try {
      scene.world.publish(scene.child);
    } catch (Crash end) {
      crashed = true;
    }
    // With some luck a publication takes a look less than the one that was counted.
    assertThat(crashed).as(what).isEqualTo(dead.get());
    over.set(true);
    scene.world.publish(scene.child);
    scene.requireGood(what);
  }

  @Test
  void theCrashedOneMayComeBackAfterDays() throws Exception {
    Scene scene = new Scene();
    AtomicBoolean over = new AtomicBoolean();
    scene.world.cloud.beforeCall(
        call -> {
          if (!over.get() && call.operation().equals("CompleteSnapshot")) {
            throw new Crash(call);
          }
        });
    assertThatThrownBy(() -> scene.world.publish(scene.child)).isInstanceOf(Crash.class);
    over.set(true);
    scene.world.cloud.clock().advance(Duration.ofDays(3));
    scene.world.publish(scene.child);
    scene.requireGood("after days");
  }

  @Test
  void goesOnWithTheSnapshotsOfTheCrashedOneAndPutsNothingAgain() throws Exception {
    Scene scene = new Scene();
    AtomicBoolean over = new AtomicBoolean();
    scene.world.cloud.beforeCall(
        call -> {
          if (!over.get() && call.operation().equals("RegisterImage")) {
            throw new Crash(call);
          }
        });
    assertThatThrownBy(() -> scene.world.publish(scene.child)).isInstanceOf(Crash.class);
    over.set(true);
    int put = scene.world.puts().size();
    scene.world.publish(scene.child);

    assertThat(scene.world.puts()).hasSize(put);
    scene.requireGood("with the same snapshots");
  }

  /** The snapshots that the first began stand on a parent that the second does not have. */
  @Test
  void whatACrashLeftIsRemovedAlsoIfTheNextGoesAnotherWay() throws Exception {
    Scene scene = new Scene();
    AtomicBoolean over = new AtomicBoolean();
    scene.world.cloud.beforeCall(
        call -> {
          if (!over.get() && call.operation().equals("RegisterImage")) {
            throw new Crash(call);
          }
        });
    assertThatThrownBy(() -> scene.world.publish(scene.child)).isInstanceOf(Crash.class);
    over.set(true);
    scene.world.publish(
        scene.world.disk("2", scene.child.raw(), Optional.empty(), scene.child.manifest()));
    scene.requireGood("without the parent");
  }

  @Test
  void lostAnswerOfAnyCallEndsWithOneImage() throws Exception {
    List<String> operations = calls().stream().map(Call::operation).distinct().toList();
    assertThat(operations).contains("StartSnapshot", "RegisterImage", "PutSnapshotBlock");
    for (String operation : operations) {
      for (int skip = 0; skip < 2; skip++) {
        Scene scene = new Scene();
        scene.world.cloud.faults().later(operation, skip, Fault.LOST_RESPONSE);
        scene.world.publish(scene.child);
        scene.world.cloud.faults().calm();
        scene.requireGood("lost answer of " + operation + " " + skip);
      }
    }
  }

  @Test
  void refusalsOfAnyCallEndWithOneImage() throws Exception {
    for (String operation : calls().stream().map(Call::operation).distinct().toList()) {
      Scene scene = new Scene();
      scene.world.cloud.faults().next(operation, Fault.THROTTLED);
      scene.world.cloud.faults().next(operation, Fault.LOST_REQUEST);
      scene.world.cloud.faults().next(operation, Fault.SERVER_ERROR);
      scene.world.cloud.faults().next(operation, Fault.THROTTLED);
      scene.world.publish(scene.child);
      scene.requireGood("refused " + operation);
    }
  }

  /** One good image or none, whatever happens on the way. */
  @Test
  void manyFaultsEndInOneImageOrNone() throws Exception {
    int good = 0;
    for (int seed = 1; seed <= 12; seed++) {
      DiskWorld world = new DiskWorld(temp, seed, shared, DiskWorld.COPY);
      Disk disk = world.disk("1", 1, 2, 3);
      double share = seed % 5 == 0 ? 0.35 : 0.05;
      world
          .cloud
          .faults()
          .rate(Fault.THROTTLED, share)
          .rate(Fault.LOST_RESPONSE, share)
          .rate(Fault.SERVER_ERROR, share / 2)
          .rate(Fault.STALE_READ, 0.1);
      boolean published = true;
      try {
        world.publish(disk);
      } catch (ProviderException e) {
        published = false;
      }
      world.cloud.faults().calm();
      if (published) {
        good++;
        assertThat(world.holdings()).as("seed " + seed).isEqualTo(world.oneImageEverywhere());
      }
      world.publish(disk);
      assertThat(world.holdings()).as("seed " + seed).isEqualTo(world.oneImageEverywhere());
      assertThat(world.verify(disk, DiskWorld.COPY).good()).isTrue();
    }
    assertThat(good).isGreaterThan(7);
  }

  @Test
  void twoAtOnceMakeOneImage() throws Exception {
    for (int seed = 1; seed <= 5; seed++) {
      DiskWorld world = new DiskWorld(temp, seed, shared, DiskWorld.COPY);
      Disk disk = world.disk("1", 1, 2, 3);
      List<Callable<Image>> both = List.of(() -> world.publish(disk), () -> world.publish(disk));
      List<Image> images = new ArrayList<>();
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        for (Future<Image> image : threads.invokeAll(both)) {
          images.add(image.get());
        }
      } finally {
        threads.shutdownNow();
      }

      assertThat(images).extracting(Image::id).containsOnly(disk.id());
      assertThat(world.holdings()).as("seed " + seed).isEqualTo(world.oneImageEverywhere());
    }
  }

  private List<Call> calls() throws Exception {
    Scene scene = new Scene();
    scene.world.publish(scene.child);
    List<Call> calls = List.copyOf(scene.calls());
    scene.requireGood("calm");
    assertThat(calls).hasSizeGreaterThan(CALLS_MIN);
    return calls;
  }
}
