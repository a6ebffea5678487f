package com.pharmaserv.repave.story;

import java.util.ArrayList;
import java.util.List;

/**
 * A story's text: blocks of commands, each followed by a line {@code ----} and by what they lead
 * to, up to the next empty line. Lines that begin with {@code #} are for readers.
 */
final class Script {
  private static final String MARK = "----";

  private final List<Block> blocks = new ArrayList<>();

  /** One block as it was read; {@code told} without the mark. */
  private record Block(List<String> lines, List<String> told) {}

  /** Carries out one command and returns the lines it leads to. */
  interface Stage {
    List<String> play(String command);
  }

  private Script() {}

  static Script parse(String text) {
    Script script = new Script();
    List<String> lines = new ArrayList<>();
    List<String> told = new ArrayList<>();
    boolean marked = false;
    for (String line : (text + "\n\n").lines().toList()) {
      if (line.isBlank()) {
        if (!lines.isEmpty()) {
          script.blocks.add(new Block(List.copyOf(lines), List.copyOf(told)));
        }
        lines.clear();
        told.clear();
        marked = false;
      } else if (!marked && line.equals(MARK)) {
        marked = true;
      } else if (marked) {
        told.add(line);
      } else {
        lines.add(line);
      }
    }
    return script;
  }

  /** What the story says about itself: its lines that begin with {@code #}, without the sign. */
  List<String> remarks() {
    return blocks.stream()
        .flatMap(block -> block.lines().stream())
        .filter(line -> line.startsWith("#"))
        .map(line -> line.substring(1).strip())
        .toList();
  }

  /** Plays all commands in order and returns the whole text with what they lead to now. */
  String played(Stage stage) {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      List<String> results = new ArrayList<>();
      boolean commands = false;
      for (String line : block.lines()) {
        text.append(line).append('\n');
        if (!line.startsWith("#")) {
          commands = true;
          results.addAll(stage.play(line));
        }
      }
      if (commands) {
        text.append(MARK).append('\n');
        results.forEach(result -> text.append(result).append('\n'));
      }
      text.append('\n');
    }
    return text.substring(0, Math.max(0, text.length() - 1));
  }
}
