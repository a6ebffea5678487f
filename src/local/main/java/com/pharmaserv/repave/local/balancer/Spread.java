package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.Optional;

/**
 * Weights laid out as an even pattern over 100 turns: any 100 turns in a row give each slot exactly
 * its share, and the rarer slot's turns lie as far apart as they can.
 */
final class Spread {
  static final int TURNS = 100;

  static final Spread NONE = new Spread(Weights.NONE);

  private final Slot[] turns;

  Spread(Weights weights) {
    boolean none = weights.equals(Weights.NONE);
    turns = new Slot[none ? 0 : TURNS];
    int blue = weights.blue();
    for (int turn = 0; turn < turns.length; turn++) {
      boolean takesBlue = (turn + 1) * blue / TURNS > turn * blue / TURNS;
      turns[turn] = takesBlue ? Slot.BLUE : Slot.GREEN;
    }
  }

  /** The slot whose turn it is; empty if no slot has weight. */
  Optional<Slot> slot(int turn) {
    return turns.length == 0 ? Optional.empty() : Optional.of(turns[Math.floorMod(turn, TURNS)]);
  }
}
