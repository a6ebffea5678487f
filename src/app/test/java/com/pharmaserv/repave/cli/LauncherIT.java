package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher's shell finds out about the terminal, on a real pseudo-terminal. */
class LauncherIT {
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120, 200})
  void knowsHowWideTheTerminalIs(int columns) throws Exception {
    String asks =
        Files.readAllLines(ProjectRoot.resolve("repave")).stream()
            .filter(line -> line.startsWith("  size=$(stty size"))
            .findFirst()
            .orElseThrow();
    String shell =
        "stty rows 24 cols %s; %s; printf 'columns=%%s\\n' \"${size#* }\"".formatted(columns, asks);
    Process process =
        new ProcessBuilder("script", "--quiet", "--return", "--command", shell, "/dev/null")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains("columns=%s\r".formatted(columns));
  }
}
