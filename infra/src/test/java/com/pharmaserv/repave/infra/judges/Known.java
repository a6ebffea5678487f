package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Findings that are known: a text of paragraphs, in each of them the reason, behind number signs,
 * why nothing is done about the findings that follow, one a line.
 */
final class Known {
  private Known() {}

  /** Holds that the findings are those of the file, no more and no less, each with a reason. */
  static void check(Path file, Collection<String> findings) throws IOException {
    Set<String> listed = new TreeSet<>();
    List<String> unreasoned = new ArrayList<>();
    boolean reason = false;
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank()) {
        reason = false;
      } else if (line.startsWith("#")) {
        reason = true;
      } else if (!reason || !listed.add(line)) {
        unreasoned.add(line);
      }
    }
    assertThat(unreasoned).as("lines of %s without a reason, or twice", file).isEmpty();
    Set<String> fresh = new TreeSet<>(findings);
    fresh.removeAll(listed);
    Set<String> gone = new TreeSet<>(listed);
    gone.removeAll(findings);
    assertThat(fresh)
        .as("new findings: mend them, or list them with a reason in %s", file)
        .isEmpty();
    assertThat(gone).as("findings of %s that are no longer there: remove them", file).isEmpty();
  }
}
