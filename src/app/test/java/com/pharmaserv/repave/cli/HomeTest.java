package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.cli.Playground.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder that holds the evidence, keys and the local cloud is its owner's alone. */
class HomeTest {
  @TempDir Path folder;

  @Test
  void refusesAHomeThatOthersMayWrite() throws Exception {
    Playground ground = Playground.in(folder);
    ground.journal();
    for (String mode : List.of("rwxrwxrwx", "rwxrwx---", "rwx----w-")) {
      Files.setPosixFilePermissions(ground.home(), PosixFilePermissions.fromString(mode));
      Answer answer = ground.run("status");

      assertThat(answer.code()).isEqualTo(ExitCode.FAILED);
      assertThat(answer.err())
          .contains("'" + ground.home() + "'", "may be written by others (" + mode + ")", "chmod");
    }
    Files.setPosixFilePermissions(ground.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(ground.run("journal", "verify").code()).isZero();
  }

  /** Whoever runs the tests: the root of the file system is another one's, or others may write. */
  @Test
  void refusesAHomeOfSomebodyElse() throws Exception {
    boolean root = Files.getOwner(Path.of("/proc/self")).equals(Files.getOwner(Path.of("/")));
    Path foreign = root ? Files.createDirectory(folder.resolve("foreign")) : Path.of("/");
    if (root) {
      Files.setAttribute(foreign, "unix:uid", 65_534);
    }

    assertThatThrownBy(() -> Folders.home(Map.of("REPAVE_HOME", foreign.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'" + foreign + "'", "belongs to ", "REPAVE_HOME");
  }

  @Test
  void takesAHomeThatIsNotThereYet() throws Exception {
    Path fresh = folder.resolve("not/yet");

    assertThat(Folders.home(Map.of("REPAVE_HOME", fresh.toString()))).isEqualTo(fresh);
    assertThat(fresh).doesNotExist();
  }
}
