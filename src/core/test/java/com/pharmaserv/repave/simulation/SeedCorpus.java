package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** Seeds of worlds that have found something, from {@code seeds.txt}. */
final class SeedCorpus {
  private static final String FILE = "src/core/test/resources/seeds.txt";

  private SeedCorpus() {}

  /**
   * One line.
   *
   * @param bug what it has found
   */
  record Entry(long seed, PlantedBug bug) {
    @Override
    public String toString() {
      return "%d finds %s".formatted(seed, bug);
    }
  }

  static List<Entry> entries() throws IOException {
    return Files.readAllLines(ProjectRoot.resolve(FILE), StandardCharsets.UTF_8).stream()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(line -> Arrays.asList(line.split("\\s+")))
        .map(parts -> new Entry(Long.parseLong(parts.get(0)), PlantedBug.named(parts.get(1))))
        .toList();
  }
}
