package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.port.Time;
import java.io.PrintWriter;

/**
 * Tells what goes on, one rollout after the other, each with a display of its own.
 *
 * @param err where it is told
 */
public record Narration(PrintWriter err, Time time, Look look) implements Narrator {
  @Override
  public void note(String line) {
    err.println(Harmless.line(line));
    err.flush();
  }

  @Override
  public Watch watch(Fleet fleet) {
    Display display = new Display(err, time, look, Advice.command("resume", fleet.id()));
    return display.watch(display::close);
  }
}
