package com.pharmaserv.repave.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The project of the demo with Debian images: one environment, one small web server. */
final class DebianStage {
  static final String ENVIRONMENT = "local-debian";
  static final String IMAGE = "web";

  private static final List<String> FILES =
      List.of("image.yaml", "nginx.conf", "80-dhcp.network", "machine-key.service");

  private final Path project;

  DebianStage(Path project) {
    this.project = project;
  }

  Path project() {
    return project;
  }

  /** Sets the project up from scratch. */
  void build() throws IOException {
    Stage.delete(project);
    Path environments = Files.createDirectories(project.resolve("environments"));
    Files.writeString(environments.resolve(ENVIRONMENT + ".yaml"), text("environment.yaml"));
    Files.createDirectories(image());
    version("1", false);
  }

  /**
   * Brings the recipe to a version.
   *
   * @param fixes whether the archive with Debian's security fixes is asked
   */
  void version(String version, boolean fixes) throws IOException {
    for (String file : FILES) {
      String text =
          text(file)
              .replace("version: \"1\"", "version: \"" + version + "\"")
              .replace("${version}", version);
      Files.writeString(image().resolve(file), fixes ? text.replace(", security: none", "") : text);
    }
  }

  private Path image() {
    return project.resolve("images").resolve(IMAGE);
  }

  private static String text(String name) throws IOException {
    try (InputStream in = DebianStage.class.getResourceAsStream("debian/" + name)) {
      if (in == null) {
        throw new IOException("the demo's file '" + name + "' is not in the tool's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
