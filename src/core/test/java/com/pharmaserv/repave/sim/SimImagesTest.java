package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ImagesContract;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;

class SimImagesTest extends ImagesContract {
  /** A simulated world keeps blocks apart from its images. */
  SimImagesTest() {
    refusesUnknown = false;
  }

  @Override
  protected Subject createSubject() {
    World world =
        new World(Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100)), 1);
    ImageId first = new ImageId("hello", "1".repeat(64));
    ImageId second = new ImageId("hello", "2".repeat(64));
    world.image(first, SimImage.GOOD);
    world.image(second, SimImage.GOOD);
    return new Subject(
        new SimProvider(world, Faults.NONE, new SimLeases(world), new MemoryStore(Faults.NONE)),
        first,
        second);
  }
}
