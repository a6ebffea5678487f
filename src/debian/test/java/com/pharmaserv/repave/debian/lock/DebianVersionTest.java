package com.pharmaserv.repave.debian.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DebianVersionTest {
  private static final Path DPKG = Path.of("/usr/bin/dpkg");
  private static final long SEED = 20261129;
  private static final int PAIRS = 1_000;

  /** Pieces that versions are made of, the tricky ones among them. */
  private static final String[] PIECES = {
    "0", "1", "9", "10", "00", "007", "a", "b", "Z", "~", "~~", "+", ".", "-", "deb12u1", "~rc1",
    "+b1", "dfsg"
  };

  @Test
  void ordersAsDpkgDoes() throws Exception {
    assumeTrue(Files.isExecutable(DPKG), "no dpkg here: it is the judge of this test");
    Random random = new Random(SEED);
    List<String> wrong = new ArrayList<>();
    StringBuilder script = new StringBuilder();
    List<String[]> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      String a = version(random);
      String b = random.nextInt(4) == 0 ? mutated(a, random) : version(random);
      pairs.add(new String[] {a, b});
      script
          .append("if dpkg --compare-versions '%s' lt '%s'; then echo -1;".formatted(a, b))
          .append(" elif dpkg --compare-versions '%s' eq '%s'; then echo 0;".formatted(a, b))
          .append(" else echo 1; fi\n");
    }
    List<String> answers = answers(script.toString());
    assertThat(answers).hasSize(PAIRS);
    for (int i = 0; i < PAIRS; i++) {
      String[] pair = pairs.get(i);
      int ours = Integer.signum(new DebianVersion(pair[0]).compareTo(new DebianVersion(pair[1])));
      if (ours != Integer.parseInt(answers.get(i))) {
        wrong.add("%s %s: dpkg says %s, we %d".formatted(pair[0], pair[1], answers.get(i), ours));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-1", "1-", "a:1", "1 2", "1\n", ":1", "1;rm", "12345678901:1"})
  void refusesWhatIsNoVersion(String text) {
    assertThatThrownBy(() -> new DebianVersion(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  private static String version(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(4) == 0) {
      text.append(random.nextInt(3)).append(':');
    }
    text.append(random.nextInt(12));
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return closed(text.toString());
  }

  /** An empty revision is no version. */
  private static String closed(String version) {
    return version.endsWith("-") ? version + "1" : version;
  }

  private static String mutated(String version, Random random) {
    return closed(version + PIECES[random.nextInt(PIECES.length)]);
  }

  private static List<String> answers(String script) throws IOException, InterruptedException {
    Path file = Files.createTempFile("versions", ".sh");
    try {
      Files.writeString(file, script);
      Process process =
          new ProcessBuilder("bash", file.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      List<String> lines = process.inputReader().lines().toList();
      process.waitFor();
      return lines;
    } finally {
      Files.delete(file);
    }
  }
}
