package com.pharmaserv.repave.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project is; tests are started in the folders of different modules. */
public final class ProjectRoot {
  private ProjectRoot() {}

  /** The file or folder of that name in the nearest folder upwards that holds src/ and infra/. */
  public static Path resolve(String name) {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("src/pom.xml"))
          && Files.isRegularFile(folder.resolve("infra/pom.xml"))) {
        return folder.resolve(name);
      }
    }
    throw new IllegalStateException(
        "No folder with src/pom.xml and infra/pom.xml at or above '%s'".formatted(here));
  }
}
