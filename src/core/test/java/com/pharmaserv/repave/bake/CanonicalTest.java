package com.pharmaserv.repave.bake;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.model.Recipe.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  private static final Map<String, String> LOCK = Map.of("file a", "sha256:1", "base host", "d 12");

  @Test
  void sameInputsGiveTheSameDigestWhateverTheLine() {
    assertThat(digest(recipe("1", List.of(new Command("x", 3))), LOCK))
        .isEqualTo(digest(recipe("1", List.of(new Command("x", 30))), LOCK))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void everyInputChangesTheDigest() {
    String plain = digest(recipe("1", List.of()), LOCK);

    assertThat(digest(recipe("2", List.of()), LOCK)).isNotEqualTo(plain);
    assertThat(digest(recipe("1", List.of(new Command("x", 1))), LOCK)).isNotEqualTo(plain);
    assertThat(digest(recipe("1", List.of()), Map.of("file a", "sha256:2"))).isNotEqualTo(plain);
  }

  @Test
  void valuesCannotPassForOthers() {
    Recipe one = recipe("1", List.of(new Command("a\n7:setup=1:b", 1)));
    Recipe two = recipe("1", List.of(new Command("a", 1), new Command("b", 1)));

    assertThat(digest(one, LOCK)).isNotEqualTo(digest(two, LOCK));
  }

  @Test
  void digestsATextThatStaysAsItIs() {
    assertThat(Canonical.text(recipe("1", List.of(new Command("make", 9))), new TreeMap<>(LOCK)))
        .isEqualTo(
            """
            repave-image-1
            4:name=5:hello
            8:function=3:app
            7:version=1:1
            4:base=4:host
            5:owner=5:owner
            5:setup=4:make
            3:run=4:true
            11:health.path=7:/health
            15:health.interval=4:PT1S
            14:health.timeout=4:PT1S
            14:lock base host=4:d 12
            11:lock file a=8:sha256:1
            """);
  }

  private static String digest(Recipe recipe, Map<String, String> lock) {
    return Canonical.digest(recipe, new TreeMap<>(lock));
  }

  private static Recipe recipe(String version, List<Command> setup) {
    return new Recipe(
        "hello",
        "app",
        version,
        new Base.Host(),
        List.of(),
        List.of(),
        setup,
        List.of("true"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1)),
        List.of(),
        "owner");
  }
}
