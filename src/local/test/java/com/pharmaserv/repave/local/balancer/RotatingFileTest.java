package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
  @TempDir private Path folder;

  @Test
  void keepsTwoFullFilesAndTheCurrentOne() throws Exception {
    Path path = folder.resolve("new/access.log");
    try (RotatingFile file = RotatingFile.open(path, 10)) {
      for (int i = 1; i <= 7; i++) {
        file.append("line " + i + "\n");
      }
    }
    assertThat(Files.readString(path)).isEqualTo("line 7\n");
    assertThat(Files.readString(path.resolveSibling("access.log.1"))).isEqualTo("line 6\n");
    assertThat(Files.readString(path.resolveSibling("access.log.2"))).isEqualTo("line 5\n");
    try (var files = Files.list(path.getParent())) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void goesOnWhereTheLastRunEnded() throws Exception {
    Path path = folder.resolve("access.log");
    try (RotatingFile file = RotatingFile.open(path, 100)) {
      file.append("one\n");
    }
    try (RotatingFile file = RotatingFile.open(path, 100)) {
      file.append("two\n");
    }
    assertThat(Files.readString(path)).isEqualTo("one\ntwo\n");
  }
}
