package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The same calls in the same order for the double and for moto, with what each answered. */
final class MotoScript {
  private MotoScript() {}

  /**
   * Plays all calls; answers the shape of each answer by the call's name.
   *
   * @param now the time as the other side sees it
   * @param settle lets what was begun come to its end
   */
  static Map<String, SortedSet<String>> play(TwinClients clients, Instant now, Runnable settle) {
    Recorder recorder = new Recorder();
    ComputeScript compute = new ComputeScript(clients, recorder);
    List<String> subnets = compute.subnets();
    String template = compute.templates();
    compute.machines(settle);
    BalancingScript balancing = new BalancingScript(clients, recorder);
    String blue = balancing.build(subnets, compute.vpc());
    ScalingScript scaling = new ScalingScript(clients, recorder);
    scaling.create(template, subnets, blue);
    settle.run();
    balancing.healths(blue);
    scaling.change();
    scaling.extras(now);
    scaling.end(settle);
    scaling.refusals(template, subnets);
    new SystemsScript(clients, recorder).play();
    WatchScript watch = new WatchScript(clients, recorder);
    watch.watch();
    watch.identity();
    return recorder.shapes();
  }
}
