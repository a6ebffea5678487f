package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Check;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Placement;
import com.pharmaserv.repave.model.RolloutId;

/**
 * Runs the commands of gates alongside the engine, which neither waits for them nor ends with them.
 */
public interface Checks {
  /**
   * Tells how the command stands; starts it if this process has not started it under this key yet.
   * Returns at once. A command ends at its timeout at the latest.
   */
  Check check(Fleet fleet, Run run);

  /**
   * What to run, and what it is to judge.
   *
   * @param key one for each soak: a process that takes a rollout over runs the command again
   * @param candidate the generation that is being judged
   * @param percent its share of production traffic
   */
  record Run(
      String key, Gate.Command command, RolloutId rollout, Placement candidate, int percent) {}
}
