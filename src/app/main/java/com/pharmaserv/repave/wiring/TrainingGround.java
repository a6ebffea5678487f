package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.plan.RolloutDecider;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.rehearsal.Rehearsal;
import com.pharmaserv.repave.sim.Faults;
import com.pharmaserv.repave.sim.SimImage;
import com.pharmaserv.repave.sim.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A fleet with a journal and a local cloud that is played: enough for a tool to look at. */
public final class TrainingGround implements AutoCloseable {
  private final TrainingCloud cloud;

  private TrainingGround(TrainingCloud cloud) {
    this.cloud = cloud;
  }

  /**
   * Makes the ground for the first fleet of the environment.
   *
   * @param home an empty folder
   */
  public static TrainingGround open(Path root, Path home, String name) throws Exception {
    Clock clock = Clock.systemUTC();
    Wiring wiring = new Wiring(root, home, Wiring.Start.plain(Map.of(), clock));
    Environment environment = wiring.environment(name);
    Fleet fleet = environment.fleets().get(0);
    ImageId image = new ImageId(fleet.image(), "0".repeat(64));
    journal(wiring, environment, fleet, image);
    return new TrainingGround(TrainingCloud.open(wiring.localHome(), fleet, image, clock));
  }

  /** A journal with every kind of record, from a rollout in the simulated cloud. */
  private static void journal(Wiring wiring, Environment environment, Fleet fleet, ImageId image)
      throws Exception {
    World world = new World(fleet, 1);
    ImageId old = new ImageId(fleet.image(), "f".repeat(64));
    world.image(old, SimImage.GOOD);
    world.image(image, SimImage.GOOD);
    world.begin(old);
    Rehearsal rehearsal =
        new Rehearsal(
            world,
            Faults.NONE,
            new RolloutDecider(),
            (f, view, decision, at) -> {},
            UnaryOperator.identity());
    rehearsal.play(image, Rehearsal.bound(fleet, world.now()));
    Journal journal = wiring.localJournal(fleet.id());
    for (JournalRecord record : rehearsal.records()) {
      journal.append(record.entry(), record.epoch());
    }
    Leases leases = wiring.provider(environment).leases();
    leases.release(leases.acquire(fleet.id(), Holder.ofThisProcess()));
  }

  @Override
  public void close() throws IOException {
    cloud.close();
  }
}
