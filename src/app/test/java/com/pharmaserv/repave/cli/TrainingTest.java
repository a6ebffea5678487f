package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.wiring.TrainingGround;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the class archive is made of: what is not done here, a later start has to load. */
class TrainingTest {
  @TempDir Path folder;
  private Playground ground;

  @BeforeEach
  void makeProject() throws IOException {
    ground = Playground.in(folder);
  }

  @Test
  void looksAtAFleetThatServes() throws Exception {
    TrainingGround training = TrainingGround.open(ground.project(), ground.home(), "local-eu");
    try (training) {
      for (String format : new String[] {"text", "json"}) {
        Playground.Answer status = ground.run("status", "--output", format);

        assertThat(status.err()).isEmpty();
        assertThat(status.code()).as(status.out()).isZero();
        assertThat(status.out()).contains("hello-g0002").doesNotContain("unreachable");
      }
    }
  }
}
