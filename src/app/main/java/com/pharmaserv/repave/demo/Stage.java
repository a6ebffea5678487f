package com.pharmaserv.repave.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The demo's own project: two environments, and the hello recipe in its three states. */
final class Stage {
  static final List<String> ENVIRONMENTS = List.of("local-eu", "local-us");

  private static final String TEMPLATE = "/com/pharmaserv/repave/demo/environment.yaml";

  private final Path recipe;
  private final Path project;

  Stage(Path recipe, Path project) {
    this.recipe = recipe;
    this.project = project;
  }

  Path project() {
    return project;
  }

  /** Sets the project up from scratch. */
  void build() throws IOException {
    delete(project);
    Files.createDirectories(project.resolve("environments"));
    String template = template();
    for (String name : ENVIRONMENTS) {
      String jurisdiction = name.substring(name.indexOf('-') + 1);
      Files.writeString(
          project.resolve("environments").resolve(name + ".yaml"),
          template.replace("${name}", name).replace("${jurisdiction}", jurisdiction));
    }
    Path target = Files.createDirectories(project.resolve("images").resolve("hello"));
    try (Stream<Path> files = Files.list(recipe)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName().toString()));
      }
    }
  }

  /** Brings the recipe to a version; a broken one passes its checks and fails under traffic. */
  void version(String version, int errorPercent) throws IOException {
    Path hello = project.resolve("images").resolve("hello");
    Path yaml = hello.resolve("image.yaml");
    String text = Files.readString(yaml);
    Files.writeString(
        yaml, text.replaceFirst("version: \"[^\"]*\"", "version: \"" + version + "\""));
    Files.writeString(hello.resolve("version.txt"), version + "\n");
    Files.writeString(hello.resolve("faults.txt"), "error-percent=" + errorPercent + "\n");
  }

  private static String template() throws IOException {
    try (InputStream in = Stage.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IOException("the demo's " + TEMPLATE + " is not in the tool's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Removes a folder of the demo, with image trees in it that are read-only. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isDirectory).toList()) {
        if (!file.toFile().setWritable(true, true)) {
          throw new IOException("'" + file + "' cannot be made writable");
        }
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
