package com.pharmaserv.repave.drawing;

import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The arrows of a rollout as a Mermaid state diagram, and its place in the architecture page. */
public final class Drawing {
  /** The page that shows it. */
  public static final Path PAGE = ProjectRoot.resolve("src/docs/architecture.md");

  private static final String BEGIN = "<!-- drawn from the stories: begin -->\n";
  private static final String END = "<!-- drawn from the stories: end -->\n";

  private Drawing() {}

  /**
   * The diagram: courses as boxes, each phase a state in it, arrows in the order of their names.
   */
  public static String of(Collection<Transition> arrows) {
    TreeMap<String, TreeSet<Position>> boxes = new TreeMap<>();
    for (Transition arrow : arrows) {
      for (Position end : List.of(arrow.from(), arrow.to())) {
        boxes.computeIfAbsent(end.group(), g -> new TreeSet<>()).add(end);
      }
    }
    boxes.getOrDefault("", new TreeSet<>()).remove(Position.OPENED);
    List<String> lines = new ArrayList<>(List.of("```mermaid", "stateDiagram-v2"));
    boxes.forEach((box, positions) -> lines.addAll(box(box, positions)));
    arrows.stream().map(Drawing::line).sorted().forEach(lines::add);
    lines.add("```");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> box(String name, Collection<Position> positions) {
    List<String> lines = new ArrayList<>();
    String margin = name.isEmpty() ? "  " : "    ";
    for (Position position : positions) {
      lines.add("%sstate \"%s\" as %s".formatted(margin, position.name(), id(position)));
    }
    if (!name.isEmpty()) {
      lines.add(0, "  state \"%s\" as %s {".formatted(name, word(name)));
      lines.add("  }");
    }
    return lines;
  }

  /** One arrow as the diagram has it. */
  private static String line(Transition arrow) {
    return "  %s --> %s".formatted(id(arrow.from()), id(arrow.to()));
  }

  private static String id(Position position) {
    if (position.equals(Position.OPENED)) {
      return "[*]";
    }
    String group = position.group().isEmpty() ? "" : word(position.group()) + "_";
    return group + word(position.name());
  }

  private static String word(String name) {
    return name.replaceAll("[^a-z]", "_");
  }

  /** Whether the page draws the arrow. */
  public static boolean shows(Transition arrow) throws IOException {
    return page().lines().anyMatch(line(arrow)::equals);
  }

  /** The page with this diagram in the place of its own. */
  public static String onPage(String diagram) throws IOException {
    String page = page();
    int from = page.indexOf(BEGIN);
    int to = page.indexOf(END);
    if (from < 0 || to < from) {
      throw new IllegalStateException(
          "%s must have the lines '%s' and '%s'".formatted(PAGE, BEGIN.strip(), END.strip()));
    }
    return page.substring(0, from + BEGIN.length()) + diagram + page.substring(to);
  }

  /** The page as it stands. */
  public static String page() throws IOException {
    return Files.readString(PAGE, StandardCharsets.UTF_8);
  }
}
