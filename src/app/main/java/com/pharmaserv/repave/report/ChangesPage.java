package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.Difference.Counts;
import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.operation.ImageComparison.FileChange;
import com.pharmaserv.repave.operation.ImageComparison.Turned;
import com.pharmaserv.repave.operation.LockImages.Fix;
import com.pharmaserv.repave.operation.LockImages.Repackaged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is different between two images, as one page: what matters most stands first. */
public final class ChangesPage {
  /** Paths below one folder that are shown at once; more are behind its name. */
  private static final int FOLDED_MIN = 13;

  private static final int DEPTH = 3;
  private static final String NONE = "-";

  private final ImageComparison comparison;

  private ChangesPage(ImageComparison comparison) {
    this.comparison = comparison;
  }

  /** Writes the page; an existing file is replaced as a whole or not at all. */
  public static void write(ImageComparison comparison, Path file) throws IOException {
    WholeFile.write(html(comparison), file);
  }

  public static String html(ImageComparison comparison) throws IOException {
    return new ChangesPage(comparison).page();
  }

  private String page() throws IOException {
    String title = "%s to %s".formatted(comparison.before(), comparison.after());
    Markup page = HtmlPage.begin(title);
    page.open("header").leaf("p", "What changes between two images", "class", "when");
    page.leaf("h1", title);
    comparison.withoutPapers().forEach(why -> verdict(page, "warn", "Only locks.", why));
    comparison.disks().ifPresent(disks -> headline(page, disks));
    page.close("header");
    comparison.disks().ifPresent(disks -> disks(page, disks));
    lock(page);
    page.open("footer")
        .text(
            comparison
                .disks()
                .map(disks -> "From the papers of both images, compared as " + disks.compared())
                .orElse("From the locks of both images"))
        .text(". Written by Repave; 'repave images verify' checks papers against disks.")
        .close("footer");
    return HtmlPage.end(page);
  }

  private static void verdict(Markup page, String css, String strong, String text) {
    page.open("p", "class", "verdict " + css).leaf("strong", strong).text(" " + text).close("p");
  }

  private void headline(Markup page, DiskComparison disks) {
    if (disks.same()) {
      verdict(page, "good", "The same.", "The papers of both images say the same.");
      return;
    }
    List<String> warnings = warnings(disks);
    verdict(
        page,
        warnings.isEmpty() ? "good" : "warn",
        warnings.isEmpty() ? "No warnings." : "To be looked at:",
        warnings.isEmpty()
            ? "No port was opened, no program got other rights, no advisory is known to be open again."
            : String.join(", ", warnings) + ".");
    page.open("div", "class", "cards");
    card(page, disks.fixes().size(), "advisories fixed", "good");
    card(page, disks.reopened().size(), "advisories no longer fixed", "bad");
    card(page, disks.repackaged().size(), "packages", "");
    card(page, disks.files().size(), "files", "");
    HtmlPage.card(page, Counts.of(disks).mib() + " MiB", "of the disk are other bytes", "");
    page.close("div");
  }

  private static void card(Markup page, int number, String what, String css) {
    HtmlPage.card(page, Summary.grouped(number), what, number == 0 ? "" : css);
  }

  private static List<String> warnings(DiskComparison disks) {
    Map<String, Integer> all = new TreeMap<>();
    all.put("ports opened", disks.portsOpened().size());
    all.put(
        "programs with other rights",
        (int) disks.privileges().stream().filter(one -> one.is().isPresent()).count());
    all.put("advisories no longer fixed", disks.reopened().size());
    return all.entrySet().stream()
        .filter(one -> one.getValue() > 0)
        .map(one -> one.getValue() + " " + one.getKey())
        .toList();
  }

  private void disks(Markup page, DiskComparison disks) {
    fixes(page, "Advisories no longer fixed", disks.reopened());
    turned(page, "Rights of whoever starts a program", "program", disks.privileges());
    ports(page, disks);
    turned(page, "Units of systemd", "unit", disks.units());
    fixes(page, "Advisories fixed", disks.fixes());
    notes(page, disks);
    packages(page, disks.repackaged());
    files(page, disks.files());
  }

  private static void fixes(Markup page, String head, List<Fix> fixes) {
    if (fixes.isEmpty()) {
      return;
    }
    HtmlPage.table(page, head, "advisory", "severity", "source", "what it is");
    for (Fix fix : fixes) {
      page.open("tr").open("td").leaf("b", fix.advisory());
      fix.exploitedSince().ifPresent(day -> page.leaf("small", "exploited since " + day));
      page.close("td").open("td");
      boolean pressing = fix.severity().equals("high") || fix.severity().equals("critical");
      page.leaf("span", fix.severity(), "class", pressing ? "pill bad" : "pill").close("td");
      page.leaf("td", fix.source()).leaf("td", fix.advisoryText()).close("tr");
    }
    HtmlPage.tableEnd(page);
  }

  private static void turned(Markup page, String head, String what, List<Turned> all) {
    if (all.isEmpty()) {
      return;
    }
    HtmlPage.table(page, head, what, "was", "is");
    for (Turned one : all) {
      page.open("tr").open("td").leaf("code", one.what()).close("td");
      page.leaf("td", one.was().orElse(NONE)).leaf("td", one.is().orElse(NONE)).close("tr");
    }
    HtmlPage.tableEnd(page);
  }

  private static void ports(Markup page, DiskComparison disks) {
    if (disks.portsOpened().isEmpty() && disks.portsClosed().isEmpty()) {
      return;
    }
    page.open("section").leaf("h2", "Ports").open("p");
    disks.portsOpened().forEach(port -> page.leaf("span", "+ " + port, "class", "pill bad"));
    disks.portsClosed().forEach(port -> page.leaf("span", "- " + port, "class", "pill good"));
    page.close("p").close("section");
  }

  private static void notes(Markup page, DiskComparison disks) {
    if (disks.gaps().isEmpty() && disks.feeds().isEmpty()) {
      return;
    }
    page.open("section").leaf("h2", "How far advisories can be told");
    disks.gaps().forEach(gap -> page.leaf("p", gap, "class", "note"));
    disks
        .feeds()
        .forEach(feed -> page.leaf("p", feed.feed() + " as of " + feed.asOf(), "class", "note"));
    page.close("section");
  }

  private static void packages(Markup page, List<Repackaged> packages) {
    if (packages.isEmpty()) {
      return;
    }
    HtmlPage.table(page, "Packages", "package", "was", "is", "from");
    for (Repackaged one : packages) {
      page.open("tr").open("td").leaf("b", one.packageName()).close("td");
      page.leaf("td", one.was().orElse("new")).leaf("td", one.is().orElse("gone"));
      page.open("td").leaf("span", one.suite(), "class", one.security() ? "pill good" : "pill");
      page.close("td").close("tr");
    }
    HtmlPage.tableEnd(page);
  }

  private static void files(Markup page, List<FileChange> files) {
    if (files.isEmpty()) {
      return;
    }
    page.open("section").leaf("h2", "Files");
    Map<String, List<FileChange>> folders =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> folder(file.path()), TreeMap::new, Collectors.toList()));
    folders.forEach((folder, inside) -> folder(page, folder, inside));
    page.close("section");
  }

  /** The first folders of a path. */
  private static String folder(String path) {
    int end = 0;
    for (int depth = 0; depth < DEPTH; depth++) {
      int next = path.indexOf('/', end);
      if (next < 0) {
        break;
      }
      end = next + 1;
    }
    return "/" + path.substring(0, end);
  }

  private static void folder(Markup page, String folder, List<FileChange> files) {
    page.raw(
        files.size() < FOLDED_MIN
            ? "<details class=\"folder\" open>"
            : "<details class=\"folder\">");
    page.open("summary").leaf("code", folder);
    page.text(" " + Summary.grouped(files.size())).close("summary");
    page.open("table").raw("<tbody>\n");
    for (FileChange file : files) {
      page.open("tr").open("td").leaf("span", file.how(), "class", "pill how-" + file.how());
      page.close("td").open("td").leaf("code", "/" + file.path()).close("td");
      String aspects =
          file.aspects().stream()
              .map(aspect -> ChangesText.aspect(file, aspect))
              .collect(Collectors.joining(", "));
      page.leaf("td", aspects, "class", "note").close("tr");
    }
    page.raw("</tbody>\n").close("table").close("details");
  }

  private void lock(Markup page) {
    if (comparison.changes().isEmpty() || comparison.disks().isPresent()) {
      return;
    }
    HtmlPage.table(page, "Lock", "line", "was", "is");
    comparison
        .changes()
        .forEach(
            (key, change) ->
                page.open("tr")
                    .leaf("td", key)
                    .leaf("td", change.was().orElse(NONE))
                    .leaf("td", change.is().orElse(NONE))
                    .close("tr"));
    HtmlPage.tableEnd(page);
  }
}
