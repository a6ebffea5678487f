package com.pharmaserv.repave.mutation;

import com.pharmaserv.repave.mutation.Mutants.Kind;
import com.pharmaserv.repave.mutation.Mutants.Mutant;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mutants that may survive, from {@code mutation-survivors.txt}: how many of a kind, and why
 * they cannot matter.
 */
final class Survivors {
  /** Fewer noticed mutants than this, in percent, and the tests do not hold the code. */
  static final double SCORE_MIN = 92;

  private static final Pattern LINE = Pattern.compile("(\\d+) +(\\S+) +(\\S+) +(\\S.*)");

  private final SortedMap<Kind, Integer> allowed;

  private Survivors(SortedMap<Kind, Integer> allowed) {
    this.allowed = allowed;
  }

  static Survivors parse(List<String> lines) {
    SortedMap<Kind, Integer> allowed = new TreeMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "'%s' must be: number, class.method, mutator, reason".formatted(line));
      }
      allowed.put(new Kind(parts.group(2), parts.group(3)), Integer.parseInt(parts.group(1)));
    }
    return new Survivors(allowed);
  }

  /** What is wrong with the mutants: too low a score, survivors that are not listed. */
  List<String> problems(Mutants mutants) {
    List<String> problems = new ArrayList<>();
    if (mutants.score() < SCORE_MIN) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%.1f%% of %d mutants are noticed, at least %.0f%% must be",
              mutants.score(),
              mutants.all().size(),
              SCORE_MIN));
    }
    for (Map.Entry<Kind, List<Mutant>> entry : mutants.survivors().entrySet()) {
      int listed = allowed.getOrDefault(entry.getKey(), 0);
      if (entry.getValue().size() > listed) {
        problems.add(
            "%s: %d survive, %d are listed; kill them, or list them with the reason%s"
                .formatted(
                    entry.getKey(), entry.getValue().size(), listed, told(entry.getValue())));
      }
    }
    return problems;
  }

  private static String told(List<Mutant> mutants) {
    StringBuilder told = new StringBuilder();
    mutants.forEach(m -> told.append("%n    line %d: %s".formatted(m.line(), m.description())));
    return told.toString();
  }

  /** What is listed and does not survive any more. */
  List<Kind> stale(Mutants mutants) {
    SortedMap<Kind, List<Mutant>> survivors = mutants.survivors();
    return allowed.entrySet().stream()
        .filter(e -> survivors.getOrDefault(e.getKey(), List.of()).size() < e.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * Checks a report.
   *
   * @param args the report and the list
   */
  public static void main(String... args) throws IOException {
    Mutants mutants = Mutants.read(Path.of(args[0]));
    Survivors survivors = parse(Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8));
    System.out.printf(
        Locale.ROOT, "%d mutants, %.1f%% noticed%n", mutants.all().size(), mutants.score());
    survivors
        .stale(mutants)
        .forEach(kind -> System.out.println("to be taken off the list: " + kind));
    List<String> problems = survivors.problems(mutants);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", problems));
    }
  }
}
