package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.Action;
import com.pharmaserv.repave.model.Action.Resize;
import com.pharmaserv.repave.model.Generation;
import java.util.List;
import java.util.Optional;

/** How many machines a generation is to have, and the action that asks for them. */
final class Size {
  private Size() {}

  /** The candidate follows the active generation's size, up and down. */
  static List<Action> follow(Turn turn) {
    return turn.to().filter(g -> g.desired() != turn.desired()).stream()
        .map(g -> (Action) new Resize(g.id(), turn.desired()))
        .toList();
  }

  /** At least that many; nobody is made smaller. */
  static List<Action> atLeast(Optional<Generation> generation, int machines) {
    return generation.filter(g -> g.desired() < machines).stream()
        .map(g -> (Action) new Resize(g.id(), machines))
        .toList();
  }

  static int serving(Optional<Generation> generation) {
    return generation.map(Generation::serving).orElse(0);
  }

  static int desired(Optional<Generation> generation) {
    return generation.map(Generation::desired).orElse(0);
  }
}
