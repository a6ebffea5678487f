package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.port.Time;
import java.time.Instant;

/** The world's clock as a port: sleeping lets the world go on. */
public record SimTime(World world) implements Time {
  @Override
  public Instant now() {
    return world.now();
  }

  @Override
  public void sleepUntil(Instant instant) {
    world.advanceTo(instant);
  }
}
