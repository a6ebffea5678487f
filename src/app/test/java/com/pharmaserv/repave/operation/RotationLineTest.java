package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.rotation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A rotation reads a thousand fleets at rest no more often than it has to. */
class RotationLineTest {
  private final SimPlace sim = SimPlace.running();
  private final FleetId fleet = sim.fleet().id();
  private final AtomicInteger reads = new AtomicInteger();

  private RotationLine line() throws Exception {
    Provider all = sim.provider();
    Provider counting =
        new Provider(
            all.name(),
            all.fleets(),
            all.traffic(),
            all.gauges(),
            all.images(),
            all.stock(),
            all.baker(),
            all.bakesOn(),
            all.disks(),
            all.headroom(),
            all.checks(),
            id -> {
              reads.incrementAndGet();
              return all.journals().of(id);
            },
            all.leases(),
            all.signals(),
            all.time(),
            all.around());
    return new RotationLine(
        sim.place(counting),
        Optional.empty(),
        Map.of(sim.fleet().image(), SimPlace.NEW),
        (from, to) -> List.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void readsAFleetAtRestAgainOnlyAfterAWhile() throws Exception {
    RotationLine line = line();
    for (int i = 0; i < 10; i++) {
      assertThat(line.look(Set.of(), Set.of(), Map.of()).take()).containsExactly(fleet);
    }
    assertThat(reads).hasValue(1);

    sim.provider().time().sleepUntil(sim.provider().time().now().plus(Duration.ofMinutes(2)));
    line.look(Set.of(), Set.of(), Map.of());
    assertThat(reads).hasValue(2);
  }

  @Test
  void readsAFleetThatHasLandedAtOnce() throws Exception {
    RotationLine line = line();
    assertThat(line.look(Set.of(fleet), Set.of(), Map.of()).steps().get(fleet))
        .isInstanceOf(Step.Rolling.class);
    sim.rolled(SimPlace.NEW, Until.RETIRED);

    assertThat(line.look(Set.of(), Set.of(fleet), Map.of()).steps().get(fleet))
        .isInstanceOf(Step.Done.class);
    assertThat(reads).hasValue(2);
  }
}
