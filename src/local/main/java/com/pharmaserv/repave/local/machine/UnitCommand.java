package com.pharmaserv.repave.local.machine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command of a unit (systemd.service(5), "Command lines").
 *
 * @param mayFail its status is not looked at
 * @param asRoot whatever the unit's user
 */
record UnitCommand(boolean mayFail, boolean asRoot, List<String> words) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\$|\\{(\\w+)}|(\\w+))");

  UnitCommand {
    words = List.copyOf(words);
  }

  /**
   * Reads a line of a unit.
   *
   * @param variables of the unit
   */
  static UnitCommand read(UnitFile unit, String line, Map<String, String> variables)
      throws IOException {
    boolean mayFail = false;
    boolean asRoot = false;
    boolean literal = false;
    int start = 0;
    for (; start < line.length() && "-+!:@|".indexOf(line.charAt(start)) >= 0; start++) {
      switch (line.charAt(start)) {
        case '-' -> mayFail = true;
        case '+', '!' -> asRoot = true;
        case ':' -> literal = true;
        default -> throw unit.refused("a command that begins with '" + line.charAt(start) + "'");
      }
    }
    List<String> words = new ArrayList<>();
    for (String word : split(unit, line.substring(start))) {
      if (word.equals(";")) {
        throw unit.refused("several commands in one line");
      }
      String expanded = unit.expanded(word);
      words.addAll(
          literal || words.isEmpty() ? List.of(expanded) : substituted(expanded, variables));
    }
    if (words.isEmpty()) {
      throw unit.refused("an empty command");
    }
    return new UnitCommand(mayFail, asRoot, words);
  }

  /** A variable that is a word of its own becomes as many words as it has. */
  private static List<String> substituted(String word, Map<String, String> variables) {
    if (word.matches("\\$\\w+")) {
      String value = variables.getOrDefault(word.substring(1), "").strip();
      return value.isEmpty() ? List.of() : Arrays.asList(value.split("\\s+", -1));
    }
    Matcher variable = VARIABLE.matcher(word);
    String text =
        variable.replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(2) : found.group(1);
              String value = name == null ? "$" : variables.getOrDefault(name, "");
              return Matcher.quoteReplacement(value);
            });
    return List.of(text);
  }

  /** Words, with quotes and backslashes taken away. */
  static List<String> split(UnitFile unit, String line) throws IOException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
        word.append(escaped(unit, i < line.length() ? line.charAt(i) : ' ', line));
        begun = true;
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
        if (quote != 0) {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw unit.refused("an open quote in '" + line + "'");
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static char escaped(UnitFile unit, char c, String line) throws IOException {
    return switch (c) {
      case '\\', '"', '\'', ';' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 's' -> ' ';
      default -> throw unit.refused("'\\" + c + "' in '" + line + "'");
    };
  }
}
