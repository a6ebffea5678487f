package com.pharmaserv.repave.infra.judges.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What somebody asks, and what the answer must be: each action on each resource is a request.
 *
 * @param who name of a principal, or {@code every role}
 * @param except principals that {@code every role} does not stand for here
 * @param with context of the requests, in addition to what every request has
 * @param defect why the answer is another one for now, which is ours to mend; empty if it is not
 * @param gap what keeps the judge from answering as AWS does; empty if nothing
 */
record Row(
    String source,
    String who,
    boolean allowed,
    List<String> does,
    List<String> on,
    Set<String> except,
    Map<String, Object> with,
    Optional<String> defect,
    Optional<Gap> gap) {
  private static final Path FOLDER = Path.of("src/test/resources/access");
  private static final Set<String> KEYS =
      Set.of("does", "on", "with", "except", "defect", "gap", "because");

  /** All rows of the tables. */
  static List<Row> all() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(FOLDER)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<Row> rows = new ArrayList<>();
    for (Path file : files) {
      Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      ((Map<?, ?>) tree)
          .forEach((who, answers) -> rows.addAll(of(file, who.toString(), (Map<?, ?>) answers)));
    }
    return rows;
  }

  /** Whether the judge is not expected to answer as the row says. */
  boolean isKnown() {
    return defect.isPresent() || gap.isPresent();
  }

  /** A row that stands in no table. */
  static Row generated(String who, boolean allowed, String does, String on) {
    return new Row(
        "generated",
        who,
        allowed,
        List.of(does),
        List.of(on),
        Set.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Row> of(Path file, String who, Map<?, ?> answers) {
    List<Row> rows = new ArrayList<>();
    answers.forEach(
        (answer, list) -> {
          if (!Set.of("allowed", "denied").contains(answer)) {
            throw new AssertionError(file + ": " + who + ": '" + answer + "' is no answer");
          }
          for (String each : who.split(", ", -1)) {
            for (Object row : (List<?>) list) {
              rows.add(of(file.getFileName().toString(), each, answer, (Map<?, ?>) row));
            }
          }
        });
    return rows;
  }

  private static Row of(String source, String who, Object answer, Map<?, ?> row) {
    if (!KEYS.containsAll(row.keySet())) {
      throw new AssertionError(source + ": " + who + ": " + row + " has other keys than " + KEYS);
    }
    if (!row.containsKey("does")) {
      throw new AssertionError(source + ": " + who + ": " + row + " does nothing");
    }
    if (row.containsKey("defect") && row.containsKey("gap")) {
      throw new AssertionError(source + ": " + who + ": " + row + " is either a defect or a gap");
    }
    Map<String, Object> with = new TreeMap<>();
    if (row.get("with") instanceof Map<?, ?> map) {
      map.forEach((key, value) -> with.put(key.toString(), value));
    }
    return new Row(
        source,
        who,
        answer.equals("allowed"),
        list(row, "does", List.of()),
        list(row, "on", List.of("*")),
        Set.copyOf(list(row, "except", List.of())),
        with,
        Optional.ofNullable(row.get("defect")).map(String::valueOf),
        Optional.ofNullable(row.get("gap")).map(gap -> Gap.called(gap.toString())));
  }

  private static List<String> list(Map<?, ?> row, String key, List<String> otherwise) {
    Object value = row.get(key);
    if (value == null) {
      return otherwise;
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
