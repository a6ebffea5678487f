package com.pharmaserv.repave.story;

import com.pharmaserv.repave.model.Automation;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.Settings;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the scene that a story's first command describes. */
final class Casting {
  private static final int MACHINES = 3;

  private Casting() {}

  /** {@code fleet machines=3 steps=50,100 retention=20s approval no-route first ...}. */
  static Scene of(Arguments line) {
    int machines = line.named("machines").map(Integer::parseInt).orElse(MACHINES);
    boolean routed = !line.has("no-route");
    Channel asked = line.named("channel").map(Channel::parse).orElse(Channel.CANDIDATE);
    Scene scene = new Scene(Scenarios.fleet(machines, routed, policy(line, routed)).asking(asked));
    if (line.has("first")) {
      scene.weights = routed ? Weights.of(Slot.BLUE, 100) : Weights.NONE;
      return scene;
    }
    Optional<Slot> slot = routed ? Optional.of(Slot.BLUE) : Optional.empty();
    slot.ifPresent(blue -> scene.weights = Weights.of(blue, 100));
    Automation automation =
        line.named("automation")
            .map(name -> Automation.of(Map.of(name, "60%")))
            .orElse(Automation.NONE);
    int min = Math.max(1, machines - 1);
    Settings settings = new Settings(min, machines + 3, new TreeSet<>(), true, automation);
    scene.cast(1, slot, Scenarios.OLD, machines, settings);
    return scene;
  }

  private static Policy policy(Arguments line, boolean routed) {
    Integer[] steps =
        Arrays.stream(line.named("steps").orElse("50,100").split(","))
            .map(Integer::valueOf)
            .toArray(Integer[]::new);
    Duration retention = line.named("retention").map(Arguments::span).orElse(Duration.ofSeconds(5));
    Policy plain = Scenarios.policy(line.has("approval"), retention, steps);
    List<Gate> gates = new ArrayList<>(routed && !line.has("no-gates") ? plain.gates() : List.of());
    line.named("alarms").ifPresent(names -> gates.add(new Gate.Alarms(List.of(names.split(",")))));
    Duration timeout = line.named("timeout").map(Arguments::span).orElse(Duration.ofSeconds(3));
    line.named("command").ifPresent(shell -> gates.add(new Gate.Command(shell, timeout)));
    return new Policy(
        plain.steps(),
        plain.soak(),
        plain.finalSoak(),
        plain.floorPercent(),
        plain.approval(),
        gates,
        plain.bounds());
  }
}
