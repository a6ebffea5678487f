package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate.Kept;
import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Restore;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Fate.Withdraw;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.plan.Keeping.Rule;
import com.pharmaserv.repave.port.RepaveException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CollectImagesTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Rule RULE = new Rule(1, DAY, DAY.multipliedBy(3));

  private final MemoryStock stock = new MemoryStock();
  private final Map<ImageId, List<Use>> uses = new HashMap<>();
  private final CollectImages images =
      new CollectImages(stock, stock, () -> Map.copyOf(uses), () -> stock.now, SimPlace.ANNA);

  @Test
  void aPlanChangesNothing() throws Exception {
    ImageId old = baked(1);
    baked(2);
    stock.now = stock.now.plus(DAY.multipliedBy(2));
    assertThat(images.plan(RULE).fates()).first().isEqualTo(new Withdraw(old));
    assertThat(stock.withdrawn).isEmpty();
  }

  @Test
  void whatARolloutTookMeanwhileIsGivenBack() throws Exception {
    ImageId old = baked(1);
    baked(2);
    stock.now = stock.now.plus(DAY.multipliedBy(2));
    Use rolls = new Use(Need.ROLLING, "local-eu/app");
    stock.onWithdrawal = () -> uses.put(old, List.of(rolls));
    assertThat(images.collect(RULE).fates()).first().isEqualTo(new Kept(old, List.of(rolls)));
    assertThat(stock.withdrawn).isEmpty();
  }

  @Test
  void whatTheProviderRefersToIsKept() throws Exception {
    ImageId old = baked(1);
    baked(2);
    stock.now = stock.now.plus(DAY.multipliedBy(2));
    stock.references.put(old, List.of("arn:aws:ec2:eu-west-1:111122223333:instance/i-1"));
    assertThat(images.collect(RULE).fates().get(0))
        .isInstanceOfSatisfying(
            Kept.class, kept -> assertThat(kept.uses().get(0).need()).isEqualTo(Need.REFERENCE));
  }

  @Test
  void aWithdrawalThatDiedHalfwayIsUndoneByTheNextLook() throws Exception {
    ImageId old = baked(1);
    baked(2);
    stock.withdraw(old, "somebody who died");
    uses.put(old, List.of(new Use(Need.RUNS, "local-eu/app-g0001")));
    assertThat(images.collect(RULE).fates()).last().isInstanceOf(Restore.class);
    assertThat(stock.withdrawn).isEmpty();
  }

  @Test
  void restoresByName() throws Exception {
    ImageId old = baked(1);
    baked(2);
    stock.withdraw(old, "anna");
    String word = "app@" + old.digest();
    assertThat(images.restore(word, true)).isEqualTo(new CollectImages.Restored(true, old, true));
    assertThat(stock.withdrawn).hasSize(1);
    assertThat(images.restore(word, false).changed()).isTrue();
    assertThat(images.restore(word, false).changed()).isFalse();
    assertThatThrownBy(() -> images.restore("app@99", false)).hasMessageContaining("no image");
  }

  /** What open rollouts, generations and journals of a simulated fleet need. */
  @Test
  void fleetsTellWhatTheyNeed() throws Exception {
    SimPlace sim = SimPlace.running();
    Pilot bert = sim.bert();
    bert.open(sim.image(SimPlace.NEW), "test", false);
    Map<ImageId, List<Use>> seen = ImageUses.of(List.of(sim.place()));
    assertThat(needs(seen, SimPlace.OLD)).contains(Need.RUNS, Need.ROLLING);
    assertThat(needs(seen, SimPlace.NEW)).contains(Need.ROLLING);
  }

  @Test
  void theWayBackStaysOpen() throws Exception {
    SimPlace sim = SimPlace.running();
    sim.rolled(SimPlace.NEW, Until.RETIRED);
    sim.rolled(SimPlace.OLD, Until.RETIRED);
    assertThat(needs(ImageUses.of(List.of(sim.place())), SimPlace.NEW))
        .containsExactly(Need.WAY_BACK);
  }

  private static List<Need> needs(Map<ImageId, List<Use>> seen, ImageId image) {
    return seen.getOrDefault(image, List.of()).stream().map(Use::need).toList();
  }

  /**
   * Random lives: images are baked, fleets roll at any moment, also while images are withdrawn,
   * runs of the collector die halfway. A removed image is never one that a fleet needs, and had
   * been withdrawn for the time of grace; in the end only what is needed is left.
   */
  @Test
  void neverRemovesWhatIsInUse() throws Exception {
    for (long seed = 0; seed < 2000; seed++) {
      new Life(seed).run();
    }
  }

  private static final class Life {
    private final long seed;
    private final Random random;
    private final MemoryStock stock = new MemoryStock();
    private final List<ImageId> fleets = new ArrayList<>();
    private final CollectImages images =
        new CollectImages(stock, stock, this::uses, () -> stock.now, SimPlace.ANNA);
    private int number;

    Life(long seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() throws RepaveException {
      bake();
      for (int i = 0; i < 3; i++) {
        fleets.add(stock.list().get(0).id());
      }
      stock.onWithdrawal =
          () -> {
            if (random.nextInt(4) == 0) {
              roll();
            }
            if (random.nextInt(20) == 0) {
              throw new IllegalStateException("killed");
            }
          };
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(5)) {
          case 0 -> bake();
          case 1 -> roll();
          case 2 -> stock.now = stock.now.plus(Duration.ofHours(random.nextInt(60)));
          case 3 -> release();
          default -> collect();
        }
        require();
      }
      stock.onWithdrawal = () -> {};
      for (int i = 0; i < 3; i++) {
        stock.now = stock.now.plus(DAY.multipliedBy(5));
        images.collect(RULE);
      }
      assertThat(stock.withdrawn).as("seed %s", seed).isEmpty();
      assertThat(stock.images.size()).as("seed %s", seed).isLessThanOrEqualTo(fleets.size() + 3);
    }

    private void release() {
      List<Image> usable = stock.list();
      if (!usable.isEmpty()) {
        Image image = usable.get(random.nextInt(usable.size()));
        List<Channel> all = List.of(Channel.values());
        Channel to = all.get(random.nextInt(all.size()));
        stock.release(image.id(), to, "somebody says so", "bert");
      }
    }

    /** What a fleet would be rolled to by itself. */
    private Optional<Image> newest(Collection<Image> images, Channel asked) {
      return images.stream().filter(i -> i.mayRoll(asked)).reduce((older, newer) -> newer);
    }

    private void bake() {
      number++;
      Image image = image(number, stock.now);
      stock.images.put(image.id(), image);
    }

    /** A rollout begins only with what is listed. */
    private void roll() {
      List<Image> usable = stock.list();
      if (!usable.isEmpty()) {
        int fleet = random.nextInt(fleets.size());
        fleets.set(fleet, usable.get(random.nextInt(usable.size())).id());
      }
    }

    private void collect() throws RepaveException {
      Optional<Image> staging = newest(stock.list(), Channel.STAGING);
      Optional<Image> production = newest(stock.list(), Channel.PRODUCTION);
      try {
        images.collect(RULE);
        assertThat(stock.list())
            .as("seed %s: the newest of each channel", seed)
            .containsAll(staging.stream().toList())
            .containsAll(production.stream().toList());
        assertThat(stock.withdrawn.keySet())
            .as("seed %s: given back", seed)
            .doesNotContainAnyElementsOf(fleets);
      } catch (IllegalStateException killed) {
        // The next run takes it up.
      }
    }

    private Map<ImageId, List<Use>> uses() {
      Map<ImageId, List<Use>> all = new HashMap<>();
      fleets.forEach(image -> all.put(image, List.of(new Use(Need.RUNS, "a fleet"))));
      return all;
    }

    private void require() {
      assertThat(stock.removed.keySet()).as("seed %s", seed).doesNotContainAnyElementsOf(fleets);
      assertThat(stock.removed.values())
          .as("seed %s", seed)
          .allMatch(withdrawn -> withdrawn.compareTo(RULE.grace()) >= 0);
    }
  }

  private ImageId baked(int number) {
    Image image = image(number, stock.now);
    stock.images.put(image.id(), image);
    return image.id();
  }

  private static Image image(int number, Instant at) {
    return new Image(
        new ImageId("app", "%064x".formatted(number)),
        "app",
        Integer.toString(number),
        "platform",
        at,
        new TreeMap<>(),
        Optional.empty());
  }
}
