package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher chooses a locale with UTF-8; who starts Java by hand may have another one. */
class LocaleIT {
  @TempDir Path folder;

  /** Where Java cannot name a path, it says so, instead of ending with a trace. */
  @Test
  void saysThatALocaleWithoutUtf8CannotNameAPath() throws Exception {
    Process process =
        new ProcessBuilder(
                "/usr/bin/env",
                "-i",
                "LC_ALL=C",
                "REPAVE_HOME=" + folder + "/h\u00f6m\u00e9",
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "status",
                "--project",
                Playground.in(folder).project().toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).doesNotContain("internal error", "\tat ");
  }
}
