package com.pharmaserv.repave.story;

import com.pharmaserv.repave.drawing.Transitions;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All stories, by name. */
final class Library {
  private static final Path FOLDER = ProjectRoot.resolve("src/core/test/resources/stories");

  private Library() {}

  static List<Path> stories() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
  }

  static String name(Path file) {
    return file.getFileName().toString().replace(".txt", "");
  }

  static Script read(Path file) throws IOException {
    return Script.parse(Files.readString(file, StandardCharsets.UTF_8));
  }

  /** The story's text with what happens in it now. */
  static String play(Path file, Transitions decider) throws IOException {
    return read(file).played(new Language(decider));
  }
}
