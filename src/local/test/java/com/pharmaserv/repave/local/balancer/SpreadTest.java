package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void givesEachSlotItsShareOfAnyHundredTurnsInARow() {
    for (int percent = 0; percent <= 100; percent++) {
      Spread spread = new Spread(Weights.of(Slot.BLUE, percent));
      for (int first = 0; first < Spread.TURNS; first++) {
        assertThat(blueTurns(spread, first, Spread.TURNS)).isEqualTo(percent);
      }
    }
  }

  @Test
  void keepsTheTurnsOfTheRarerSlotApart() {
    for (int percent : new int[] {1, 5, 10, 25, 33, 50}) {
      Spread spread = new Spread(Weights.of(Slot.BLUE, percent));
      int window = Spread.TURNS / percent;
      for (int first = 0; first < Spread.TURNS; first++) {
        assertThat(blueTurns(spread, first, window)).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void survivesACounterThatOverflows() {
    Spread spread = new Spread(new Weights(100, 0));
    assertThat(spread.slot(Integer.MIN_VALUE)).contains(Slot.BLUE);
    assertThat(spread.slot(-1)).contains(Slot.BLUE);
  }

  @Test
  void hasNoSlotWithoutWeights() {
    assertThat(Spread.NONE.slot(7)).isEmpty();
  }

  private static int blueTurns(Spread spread, int first, int count) {
    int blue = 0;
    for (int turn = first; turn < first + count; turn++) {
      blue += spread.slot(turn).equals(Optional.of(Slot.BLUE)) ? 1 : 0;
    }
    return blue;
  }
}
