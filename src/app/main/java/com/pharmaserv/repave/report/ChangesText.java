package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.Difference.Counts;
import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.operation.ImageComparison.FileChange;
import com.pharmaserv.repave.operation.ImageComparison.Turned;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is different between two images, in words: first how much, then what. */
public final class ChangesText {
  /** Lines of one kind that are shown unless all are asked for. */
  static final int SHOWN_MAX = 20;

  private static final String PACKAGE = "package ";
  private static final String NONE = "-";
  private static final int DIGEST_SHOWN = 12;

  private final List<String> lines = new ArrayList<>();
  private final int most;

  private ChangesText(boolean all) {
    this.most = all ? Integer.MAX_VALUE : SHOWN_MAX;
  }

  /**
   * The whole comparison.
   *
   * @param all whether to leave nothing out
   */
  public static List<String> of(ImageComparison comparison, boolean all) {
    ChangesText text = new ChangesText(all);
    boolean same = comparison.disks().map(DiskComparison::same).orElse(true);
    if (comparison.changes().isEmpty() && same) {
      text.lines.add("no difference");
    }
    comparison.disks().filter(disks -> !disks.same()).ifPresent(text::disks);
    text.lock(comparison);
    text.lines.addAll(comparison.withoutPapers().stream().map("only locks: "::concat).toList());
    return text.lines.stream().map(Harmless::line).toList();
  }

  private void disks(DiskComparison disks) {
    lines.addAll(Counts.of(disks).lines());
    section("packages", disks.repackaged().stream().map(LocksText::change).toList());
    section("advisories fixed", disks.fixes().stream().map(LocksText::fix).toList());
    section("advisories no longer fixed", disks.reopened().stream().map(LocksText::fix).toList());
    section("may not be all", disks.gaps());
    section("feeds", disks.feeds().stream().map(f -> f.feed() + " as of " + f.asOf()).toList());
    section(
        "rights of whoever starts", disks.privileges().stream().map(ChangesText::turned).toList());
    section("units", disks.units().stream().map(ChangesText::turned).toList());
    section("ports opened", disks.portsOpened());
    section("ports closed", disks.portsClosed());
    section("files", disks.files().stream().map(ChangesText::file).toList());
  }

  /** What is told with more already is left out; all there is if nothing is. */
  private void lock(ImageComparison comparison) {
    boolean told = comparison.disks().isPresent();
    List<String> pins =
        comparison.changes().entrySet().stream()
            .filter(one -> !told || !one.getKey().startsWith(PACKAGE))
            .map(
                one ->
                    "%s: %s -> %s"
                        .formatted(
                            one.getKey(),
                            one.getValue().was().orElse(NONE),
                            one.getValue().is().orElse(NONE)))
            .toList();
    if (told) {
      section("lock", pins);
    } else {
      lines.addAll(pins);
    }
  }

  private void section(String head, List<String> all) {
    if (all.isEmpty()) {
      return;
    }
    lines.add(head);
    all.stream().limit(most).forEach(line -> lines.add("  " + line));
    if (all.size() > most) {
      lines.add("  and %s more: --all".formatted(all.size() - most));
    }
  }

  static String turned(Turned turned) {
    return "%s: %s -> %s"
        .formatted(
            turned.what(), shown(turned.was().orElse(NONE)), shown(turned.is().orElse(NONE)));
  }

  private static String shown(String value) {
    return value.matches("[0-9a-f]{64}") ? value.substring(0, DIGEST_SHOWN) : value;
  }

  private static String file(FileChange file) {
    String aspects =
        file.aspects().stream().map(a -> aspect(file, a)).collect(Collectors.joining(", "));
    return "%s %s (%s)".formatted(file.how(), file.path(), aspects);
  }

  static String aspect(FileChange file, Turned aspect) {
    return file.how().equals("changed")
        ? turned(aspect)
        : aspect.is().or(aspect::was).orElse(aspect.what());
  }
}
