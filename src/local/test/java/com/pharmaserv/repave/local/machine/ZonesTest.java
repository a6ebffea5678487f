package com.pharmaserv.repave.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZonesTest {
  private static final List<String> ZONES = List.of("a", "b", "c");

  @Test
  void growsEvenly() {
    List<String> used = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      used.add(Zones.fewest(ZONES, used));
    }

    assertThat(used).containsExactly("a", "b", "c", "a", "b", "c", "a");
  }

  @Test
  void fillsTheZoneThatLostOne() {
    assertThat(Zones.fewest(ZONES, List.of("a", "c", "a", "c"))).isEqualTo("b");
  }

  @Test
  void shrinksTheFullestZone() {
    assertThat(Zones.most(ZONES, List.of("a", "b", "b", "c"))).isEqualTo("b");
    assertThat(Zones.most(ZONES, List.of("a", "b", "c"))).isEqualTo("c");
  }

  @Test
  void leavesZonesThatAreNoLongerWantedFirst() {
    assertThat(Zones.most(ZONES, List.of("a", "a", "a", "old"))).isEqualTo("old");
  }

  @Test
  void refusesToChooseAmongNothing() {
    assertThatThrownBy(() -> Zones.fewest(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Zones.most(ZONES, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
