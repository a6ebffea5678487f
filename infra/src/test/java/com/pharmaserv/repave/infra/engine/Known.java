package com.pharmaserv.repave.infra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A table of what an emulator is known to do unlike AWS: lines of cells with tabs between them, of
 * which the last is the reason and the others are what is known.
 *
 * @param file its name, for messages
 * @param keys all cells of each line but the last
 */
record Known(String file, Set<List<String>> keys) {
  /** Of lists of cells, by their first, then their second, and so on. */
  static final Comparator<List<String>> ORDER =
      (one, other) -> Arrays.compare(one.toArray(String[]::new), other.toArray(String[]::new));

  private static final int CELLS = 3;

  static Known read(String file) throws IOException {
    try (InputStream table = Known.class.getResourceAsStream("/real-provider/" + file)) {
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      Set<List<String>> keys = new TreeSet<>(ORDER);
      for (String line : text.lines().toList()) {
        if (!line.startsWith("#")) {
          List<String> cells = List.of(line.split("\t", -1));
          assertThat(cells).as(file).hasSize(CELLS).noneMatch(String::isBlank);
          assertThat(keys.add(cells.subList(0, CELLS - 1))).as("twice: " + line).isTrue();
        }
      }
      return new Known(file, keys);
    }
  }

  /**
   * Fails on what is not known, and on what is known but was not seen.
   *
   * @param seen what was seen, each with what it was seen in
   */
  void explains(Map<List<String>, List<String>> seen) {
    Map<List<String>, List<String>> strange = new TreeMap<>(ORDER);
    strange.putAll(seen);
    strange.keySet().removeAll(keys);
    assertThat(strange).as("not in " + file).isEmpty();
    Set<List<String>> gone = new TreeSet<>(ORDER);
    gone.addAll(keys);
    gone.removeAll(seen.keySet());
    assertThat(gone).as("in " + file + ", but not seen any more").isEmpty();
  }
}
