package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.model.Recipe;
import java.nio.file.Path;

/**
 * A recipe and where it stands.
 *
 * @param folder what its files are relative to
 */
public record Source(Recipe recipe, Path folder) {
  /** Its text, for messages. */
  public String file() {
    return folder.resolve("image.yaml").toString();
  }

  /** Where its lock stands. */
  public Path lock() {
    return folder.resolve("packages.lock");
  }

  /** Where the layout of its disk stands, if it has one. */
  public Path layout() {
    return folder.resolve("disk.layout");
  }
}
