package com.pharmaserv.repave.local;

import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.Traffic;
import com.pharmaserv.repave.testing.Until;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** One local cloud, and a fleet of its own in it for every test. */
final class LocalSubjects {
  private final LocalWorld world;
  private final ImageId image;
  private final ImageId other;
  private int count;

  private LocalSubjects(LocalWorld world, ImageId image, ImageId other) {
    this.world = world;
    this.image = image;
    this.other = other;
  }

  static LocalSubjects start(Path folder) throws Exception {
    LocalWorld world = new LocalWorld(folder);
    ImageId image = world.bake("1");
    ImageId other = world.bake("2");
    world.start();
    return new LocalSubjects(world, image, other);
  }

  void stop() throws Exception {
    LocalCloud.stop(world.home);
  }

  ProviderSubject next() {
    count++;
    return new Subject(world, image, other, fleet(count));
  }

  /** Lets the machines of the latest fleet go, so that they do not add up. */
  void empty() throws ProviderException {
    Fleet fleet = fleet(count);
    for (Generation generation : world.provider.observe(fleet).generations()) {
      Resize none = new Resize(generation.id(), 0);
      world.provider.resize(fleet, none, LocalWorld.stamp(fleet, Integer.MAX_VALUE));
    }
  }

  private Fleet fleet(int number) {
    String name = "app-" + number;
    return new Fleet(
        new FleetId(LocalWorld.ENVIRONMENT, name),
        world.web.image(),
        world.web.capacity(),
        world.web.zones(),
        Optional.of(new Fleet.Route(name + ".localhost", "/")),
        world.web.policy());
  }

  private record Subject(LocalWorld world, ImageId image, ImageId otherImage, Fleet fleet)
      implements ProviderSubject {
    @Override
    public void block(ImageId blocked, boolean block) throws ProviderException {
      if (block) {
        world.provider.block(blocked, "contract", "contract");
      } else {
        world.provider.unblock(blocked);
      }
    }

    @Override
    public Fleets fleets() {
      return world.provider;
    }

    @Override
    public Traffic traffic() {
      return world.provider;
    }

    @Override
    public void until(String what, Callable<Boolean> condition) {
      Until.holds(what, LocalWorld.START_MAX, condition);
    }
  }
}
