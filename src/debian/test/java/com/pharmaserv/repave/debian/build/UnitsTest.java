package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {
  @TempDir Path temp;

  @Test
  void theCommandStartsAfterWhatEveryRecipeBelowTurnsOn() throws Exception {
    Source base = source("base", Workshop.BASE, List.of("network.service", "key.service"));
    Source app = source("app", new Base.From("base"), List.of("queue.service"));

    String unit = Units.service(Blueprint.of(app, name -> base));

    assertThat(unit)
        .contains("After=network-online.target network.service key.service queue.service\n")
        .contains("Wants=network-online.target network.service key.service queue.service\n");
  }

  @Test
  void wordsOfTheCommandAreWhatTheRecipeSays() throws Exception {
    Source base = source("base", Workshop.BASE, List.of());

    assertThat(Units.service(Blueprint.of(base, name -> base)))
        .contains("ExecStart=\"/bin/run\" \"100%%\" \"$$HOME\" \"a \\\"b\\\"\"\n")
        .contains("After=network-online.target\n");
  }

  private Source source(String name, Base on, List<String> enable) throws Exception {
    Recipe recipe =
        new Recipe(
            name,
            name,
            "1",
            on,
            List.of(),
            List.of(),
            List.of(),
            List.of("/bin/run", "100%", "$HOME", "a \"b\""),
            new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2)),
            List.of(),
            "tests",
            new Recipe.Machine(
                List.of(),
                Optional.empty(),
                enable,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Recipe.Machine.BUDGET_MIB,
                1));
    return new Source(recipe, Files.createDirectories(temp.resolve(name)));
  }
}
