package com.pharmaserv.repave.config;

import com.pharmaserv.repave.testing.Fuzz;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever stands in a file, reading it either succeeds or tells what is wrong, in bounded time.
 */
class ReadersFuzzTest {
  @TempDir Path root;

  @BeforeEach
  void writeProject() {
    Projects.write(root);
  }

  @Test
  void environments() throws Exception {
    List<byte[]> corpus = shipped("environments");
    corpus.add(bytes(Projects.ENVIRONMENT));
    corpus.add(bytes(Projects.ON_AWS));
    Project project = Project.open(root);
    Fuzz.readers(
        corpus,
        input -> {
          Files.write(root.resolve("environments/local-eu.yaml"), input);
          project.environment("local-eu");
        },
        ReadersFuzzTest::own);
  }

  @Test
  void recipes() throws Exception {
    List<byte[]> corpus = shipped("images");
    corpus.add(bytes(Projects.RECIPE));
    Project project = Project.open(root);
    Fuzz.readers(
        corpus,
        input -> {
          Files.write(root.resolve("images/hello/image.yaml"), input);
          project.recipe("hello");
        },
        ReadersFuzzTest::own);
  }

  @Test
  void handOvers() {
    Fuzz.readers(
        List.of(bytes(Projects.HAND_OVER)),
        input -> HandOverReader.read(new String(input, StandardCharsets.UTF_8), "/repave/v1/x"),
        ReadersFuzzTest::own);
  }

  private static boolean own(Exception thrown) {
    return thrown instanceof ConfigException config && !config.problems().isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> shipped(String folder) throws IOException {
    List<byte[]> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ProjectRoot.resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        texts.add(Files.readAllBytes(file));
      }
    }
    return texts;
  }
}
