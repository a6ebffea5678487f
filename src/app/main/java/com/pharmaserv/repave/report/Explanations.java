package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.Outcome;
import com.pharmaserv.repave.wording.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each reason means and what a person can do about it. They stand in {@code explanations.txt}:
 * chapters, and in each a line {@code code | meaning | remedy}.
 */
public final class Explanations {
  private static final String NONE = "nothing";
  private static final Map<ReasonCode, Explanation> ALL = read();

  private Explanations() {}

  /**
   * One reason explained.
   *
   * @param sentence as people read it, with the names of parameters in braces
   * @param remedy "nothing", if all goes well
   */
  public record Explanation(
      String code, String chapter, String sentence, String meaning, String remedy) {}

  /** The reasons that were asked about. */
  public record Explained(List<Explanation> reasons) implements Answer {
    public Explained {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** The reason of that code, or all if it is blank; nothing if there is none. */
  public static Optional<Explained> explained(String code) {
    List<Explanation> found =
        ALL.values().stream().filter(each -> code.isBlank() || each.code().equals(code)).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(new Explained(found));
  }

  /** The explanation of that code. */
  public static Explanation of(ReasonCode code) {
    Explanation found = ALL.get(code);
    if (found == null) {
      throw new IllegalStateException("the reason %s is not explained".formatted(code.code()));
    }
    return found;
  }

  /** The remedy as an addition to a sentence; empty if there is nothing to do. */
  static String hint(Reason reason) {
    String remedy = of(reason.code()).remedy();
    return remedy.equals(NONE) ? "" : "; " + remedy;
  }

  /** All, in the order of the file. */
  public static Map<ReasonCode, Explanation> all() {
    return ALL;
  }

  private static Map<ReasonCode, Explanation> read() {
    Map<ReasonCode, Explanation> all = new EnumMap<>(ReasonCode.class);
    String chapter = "";
    for (String line : lines()) {
      if (line.startsWith("# ")) {
        chapter = line.substring(2);
        continue;
      }
      String[] parts = line.split(" \\| ", -1);
      ReasonCode code = ReasonCode.parse(parts[0]);
      all.put(
          code,
          new Explanation(code.code(), chapter, Sentences.template(code), parts[1], parts[2]));
    }
    return Collections.unmodifiableMap(all);
  }

  /** The page of the documentation. */
  public static String page() {
    List<String> lines = new ArrayList<>();
    lines.add("# Reasons");
    lines.add("");
    lines.add(
        "Every why of a decision, of a wait and of a finding has a code that never changes its meaning. Journals and `--output json` carry it with its parameters, beside the sentence that people read; alerts and dashboards may branch on it. `repave explain CODE` prints one.");
    String chapter = "";
    for (Explanation each : ALL.values()) {
      if (!each.chapter().equals(chapter)) {
        chapter = each.chapter();
        lines.addAll(
            List.of(
                "",
                "## " + chapter,
                "",
                "| code | sentence | meaning | remedy |",
                "| --- | --- | --- | --- |"));
      }
      lines.add(
          "| `%s` | %s | %s | %s |"
              .formatted(each.code(), each.sentence(), each.meaning(), each.remedy()));
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<String> lines() {
    try (InputStream file = Explanations.class.getResourceAsStream("explanations.txt")) {
      if (file == null) {
        throw new IllegalStateException("explanations.txt is missing from the class path");
      }
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank()).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
