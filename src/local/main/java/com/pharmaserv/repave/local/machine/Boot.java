package com.pharmaserv.repave.local.machine;

import static com.pharmaserv.repave.local.machine.UnitFile.UNIT;

import com.pharmaserv.repave.local.image.StoredImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a local machine starts. systemd itself would need control groups of its own, which no
 * ordinary user has, so there is one small rule: of the units that the recipes enable, and that the
 * image's service asks for, those run that run once (oneshot), in their order; then the image's
 * command. What goes on running beside it is not started: network, names and time are this
 * machine's.
 */
final class Boot {
  /** Where a machine takes traffic, as the target groups on AWS expect. */
  static final int PORT = 8443;

  private static final int UNITS_MAX = 200;

  private final UnitFiles files;
  private final Map<String, UnitFile> once = new LinkedHashMap<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private final Set<String> seen = new LinkedHashSet<>();

  private Boot(UnitFiles files) {
    this.files = files;
  }

  /** What the shell in the machine's room runs, below the text that explains its words. */
  static String script(Path tree, StoredImage.Root root) throws IOException {
    Boot boot = new Boot(new UnitFiles(tree));
    UnitFile service =
        boot.files
            .find(root.service())
            .orElseThrow(
                () -> new IOException("unit '%s' is not in the image".formatted(root.service())));
    for (String name : root.units()) {
      boot.take(name, true);
    }
    boot.follow(service);
    List<String> lines = new ArrayList<>();
    if (!boot.leftOut.isEmpty()) {
      String names = String.join(", ", boot.leftOut);
      lines.add("say " + UnitLines.quoted("not started here: " + names));
    }
    for (UnitFile unit : boot.inOrder()) {
      lines.addAll(UnitLines.once(unit));
    }
    lines.addAll(UnitLines.serve(service, PORT));
    return String.join("\n", lines) + "\n";
  }

  private void take(String name, boolean must) throws IOException {
    if (!seen.add(name) || name.endsWith(".target")) {
      return;
    }
    if (seen.size() > UNITS_MAX) {
      throw new IOException("more than " + UNITS_MAX + " units start with the image");
    }
    Optional<UnitFile> found = name.endsWith(".service") ? files.find(name) : Optional.empty();
    if (found.isPresent() && found.get().oneshot()) {
      once.put(name, found.get());
      follow(found.get());
    } else if (found.isPresent() || must) {
      leftOut.add(name);
    }
  }

  /** What a unit asks for starts with it. */
  private void follow(UnitFile unit) throws IOException {
    for (String key : List.of("Requires", "BindsTo", "Wants")) {
      for (String name : names(unit, key)) {
        take(name, !key.equals("Wants"));
      }
    }
    for (String how : List.of("requires", "wants")) {
      for (String name : files.enabledFor(unit.name(), how)) {
        take(name, how.equals("requires"));
      }
    }
  }

  /** As the recipes name them, but for what they say of each other; a circle is cut anywhere. */
  private List<UnitFile> inOrder() throws IOException {
    List<UnitFile> waiting = new ArrayList<>(once.values());
    List<UnitFile> ordered = new ArrayList<>();
    while (!waiting.isEmpty()) {
      UnitFile next = waiting.get(0);
      for (UnitFile candidate : waiting) {
        if (first(candidate, waiting)) {
          next = candidate;
          break;
        }
      }
      waiting.remove(next);
      ordered.add(next);
    }
    return ordered;
  }

  private static boolean first(UnitFile unit, List<UnitFile> waiting) throws IOException {
    List<String> after = names(unit, "After");
    for (UnitFile other : waiting) {
      if (after.contains(other.name()) || names(other, "Before").contains(unit.name())) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(UnitFile unit, String key) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : unit.all(UNIT, key)) {
      Stream.of(unit.expanded(line).split("\\s+", -1)).forEach(names::add);
    }
    return names;
  }
}
