package com.pharmaserv.repave.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProcessesIT {
  @Test
  void knowsAProcessByItsBirth() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sleep", "60");
    builder.environment().put("REPAVE_TEST_MARK", "/some/where/key.pem");
    Process process = builder.start();
    try {
      Optional<String> birth = Processes.birth(process.toHandle());

      assertThat(birth).isPresent();
      assertThat(Processes.find(process.pid(), birth)).contains(process.toHandle());
      assertThat(Processes.find(process.pid(), Optional.of("earlier"))).isEmpty();
      assertThat(Processes.carrying("REPAVE_TEST_MARK", "/some/where/"))
          .containsExactly(process.toHandle());
      assertThat(Processes.carrying("TEST_MARK", "/some/where/")).isEmpty();
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    assertThat(Processes.find(process.pid(), Optional.of("any"))).isEmpty();
  }
}
