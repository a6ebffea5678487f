package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of the shipped project in which something is written otherwise. */
public final class ChangedProject {
  private ChangedProject() {}

  /**
   * The shipped project with one environment changed.
   *
   * @param root where the copy goes; further changes are made to what is there
   * @param fromTo texts of the environment's file and what stands in their place
   */
  public static Project in(Path root, String environment, String... fromTo) throws IOException {
    if (!Files.exists(root.resolve("environments"))) {
      copy(Path.of("../environments"), root.resolve("environments"));
      copy(Path.of("../images"), root.resolve("images"));
    }
    Path file = root.resolve("environments/" + environment + ".yaml");
    String text = Files.readString(file);
    for (int i = 0; i < fromTo.length; i += 2) {
      assertThat(text).contains(fromTo[i]);
      text = text.replace(fromTo[i], fromTo[i + 1]);
    }
    Files.writeString(file, text);
    return Project.open(root);
  }

  /** Copies a folder with all that is in it. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
