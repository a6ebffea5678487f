package com.pharmaserv.repave.local.machine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a unit of systemd says, drop-ins included (systemd.syntax(7)).
 *
 * @param name with its suffix
 * @param settings values in their order, by section and key, as {@code Service.ExecStart}
 */
record UnitFile(String name, Map<String, List<String>> settings) {
  static final String SERVICE = "Service";
  static final String UNIT = "Unit";

  private static final Pattern SPECIFIER = Pattern.compile("%(.?)", Pattern.DOTALL);

  /** Reads the unit, then its drop-ins: a later one adds to lists, an empty value clears them. */
  static UnitFile read(String name, List<String> texts) {
    Map<String, List<String>> settings = new LinkedHashMap<>();
    for (String text : texts) {
      String section = "";
      for (String line : joined(text)) {
        int equals = line.indexOf('=');
        if (line.startsWith("[") && line.endsWith("]")) {
          section = line.substring(1, line.length() - 1);
        } else if (equals > 0) {
          String key = section + "." + line.substring(0, equals).strip();
          String value = line.substring(equals + 1).strip();
          List<String> values = settings.computeIfAbsent(key, absent -> new ArrayList<>());
          if (value.isEmpty()) {
            values.clear();
          } else {
            values.add(value);
          }
        }
      }
    }
    settings.values().removeIf(List::isEmpty);
    return new UnitFile(name, settings);
  }

  /** Lines without comments; one that ends with a backslash goes on in the next. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      boolean comment = line.startsWith("#") || line.startsWith(";");
      if (comment) {
        continue;
      }
      boolean goesOn = line.endsWith("\\");
      open.append(goesOn ? line.substring(0, line.length() - 1) + " " : line);
      if (!goesOn) {
        lines.add(open.toString().strip());
        open.setLength(0);
      }
    }
    lines.add(open.toString().strip());
    return lines;
  }

  List<String> all(String section, String key) {
    return settings.getOrDefault(section + "." + key, List.of());
  }

  Optional<String> last(String section, String key) throws IOException {
    List<String> values = all(section, key);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(expanded(values.get(values.size() - 1)));
  }

  Set<String> keys() {
    return settings.keySet();
  }

  /** Runs to its end once, other than what goes on running (systemd.service(5), Type=). */
  boolean oneshot() throws IOException {
    String otherwise = all(SERVICE, "ExecStart").isEmpty() ? "oneshot" : "simple";
    return last(SERVICE, "Type").orElse(otherwise).equals("oneshot");
  }

  /** With what stands for a percent sign and a letter, as far as it is the same everywhere. */
  String expanded(String value) throws IOException {
    StringBuilder text = new StringBuilder();
    Matcher specifier = SPECIFIER.matcher(value);
    int done = 0;
    while (specifier.find()) {
      text.append(value, done, specifier.start()).append(specifier(specifier.group(1), value));
      done = specifier.end();
    }
    return text.append(value, done, value.length()).toString();
  }

  private String specifier(String letter, String value) throws IOException {
    String prefix = name.substring(0, name.lastIndexOf('.'));
    int at = prefix.indexOf('@');
    return switch (letter) {
      case "%" -> "%";
      case "n" -> name;
      case "N" -> prefix;
      case "p" -> at < 0 ? prefix : prefix.substring(0, at);
      case "i" -> at < 0 ? "" : prefix.substring(at + 1);
      case "t" -> "/run";
      case "S" -> "/var/lib";
      case "C" -> "/var/cache";
      case "L" -> "/var/log";
      case "E" -> "/etc";
      case "T" -> "/tmp";
      case "V" -> "/var/tmp";
      default -> throw refused("'%" + letter + "' in '" + value + "'");
    };
  }

  /** Better than to run something else than what runs on a machine that systemd started. */
  IOException refused(String what) {
    return new IOException(
        "unit '%s' has %s, which local machines do not know; do without it, or run the image on AWS"
            .formatted(name, what));
  }
}
