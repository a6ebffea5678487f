package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.port.Time;

/** Tells what goes on, one rollout after the other, each with a display of its own. */
record Narration(Console console, Time time) implements Narrator {
  @Override
  public void note(String line) {
    console.note(line);
  }

  @Override
  public Watch watch(Fleet fleet) {
    FleetId id = fleet.id();
    Display display =
        new Display(
            console,
            time,
            console.look(),
            "repave resume -e %s %s".formatted(id.environment(), id.name()));
    return display.watch(display::close);
  }
}
