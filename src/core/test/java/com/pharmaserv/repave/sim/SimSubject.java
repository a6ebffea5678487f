package com.pharmaserv.repave.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Fleets;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.ProviderSubject;
import com.pharmaserv.repave.port.Traffic;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A simulated world in which nothing has been rolled out. */
final class SimSubject implements ProviderSubject {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LOOKS_MAX = 60;

  private final World world =
      new World(Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100)), 1);
  private final SimProvider provider =
      new SimProvider(world, Faults.NONE, new SimLeases(world), new MemoryStore(Faults.NONE));

  SimSubject() {
    world.image(Scenarios.OLD, SimImage.GOOD);
    world.image(Scenarios.NEW, SimImage.GOOD);
  }

  @Override
  public Fleets fleets() {
    return provider;
  }

  @Override
  public Traffic traffic() {
    return provider;
  }

  @Override
  public Fleet fleet() {
    return world.fleet();
  }

  @Override
  public ImageId image() {
    return Scenarios.OLD;
  }

  @Override
  public ImageId otherImage() {
    return Scenarios.NEW;
  }

  @Override
  public void block(ImageId image, boolean blocked) throws ProviderException {
    if (blocked) {
      provider.block(image, "contract", "contract");
    } else {
      provider.unblock(image);
    }
  }

  @Override
  public void until(String what, Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < LOOKS_MAX && !condition.call(); i++) {
      world.advance(LOOK);
    }
    assertThat(condition.call()).as(what).isTrue();
  }
}
