package com.pharmaserv.repave.debian.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObservedTest {
  @Test
  void whatWasSeenComesBackFromItsText() {
    Observed observed =
        new Observed(
            "degraded",
            new TreeSet<>(List.of("a.service")),
            new TreeSet<>(List.of("tcp 8443", "udp 323 loopback")),
            new TreeMap<>(Map.of(0, 0, 1, -1)));
    assertThat(observed.text())
        .isEqualTo(
            """
            repave-findings-1
            state degraded
            failed a.service
            listens tcp 8443
            listens udp 323 loopback
            check 0 0
            check 1 -1
            """);
    assertThat(Observed.read(observed.text())).isEqualTo(observed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "repave-blocks-1\n",
        "repave-findings-1\n",
        "repave-findings-1\nstate running\nlistens tcp x\n",
        "repave-findings-1\nstate running\nstate running\n",
        "repave-findings-1\nstate running\nlistens tcp 9\nlistens tcp 80\nlistens tcp 9\n",
        "repave-findings-1\nlistens tcp 9\nstate running\n",
      })
  void anotherTextIsRefused(String text) {
    assertThatThrownBy(() -> Observed.read(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
