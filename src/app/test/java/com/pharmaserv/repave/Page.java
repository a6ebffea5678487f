package com.pharmaserv.repave;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A page in Markdown: its links, headings and blocks of shell commands. */
final class Page {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|IT|Contract))`");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");
  private static final String FENCE = "```";

  /** Other tests write and delete in the build folders while this one looks. */
  private static final Set<String> SKIPPED = Set.of("target", ".git");

  private final Path root;
  private final Path file;
  private final List<String> lines;

  Page(Path root, Path file) throws IOException {
    this(root, file, Files.readAllLines(file));
  }

  private Page(Path root, Path file, List<String> lines) {
    this.root = root;
    this.file = file;
    this.lines = lines;
  }

  /** All pages of the project. */
  static List<Page> all(Path root) throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path file : files(root, ".md")) {
      pages.add(new Page(root, file));
    }
    return pages;
  }

  /** All files of the project whose names end so, but for what a build left behind. */
  static List<Path> files(Path root, String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean ours = !SKIPPED.contains(folder.getFileName().toString());
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(ending)) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  List<String> lines() {
    return lines;
  }

  Path folder() {
    return file.toAbsolutePath().normalize().resolveSibling("");
  }

  /** The lines from this heading to the next one of the same rank or above. */
  Page section(String heading) {
    int from = lines.indexOf("## " + heading);
    if (from < 0) {
      throw new IllegalArgumentException("%s has no heading '## %s'".formatted(this, heading));
    }
    List<String> rest = lines.subList(from + 1, lines.size());
    List<String> body = rest.stream().takeWhile(line -> !line.matches("##? .*")).toList();
    return new Page(root, file, body);
  }

  /** Targets of all links and pictures. */
  List<String> links() {
    return prose().stream()
        .map(line -> CODE.matcher(line).replaceAll("`code`"))
        .flatMap(line -> LINK.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  /** Names of test classes, as evidence for what the page says. */
  List<String> tests() {
    return prose().stream()
        .flatMap(line -> TEST.matcher(line).results())
        .map(found -> found.group(1))
        .toList();
  }

  List<String> headings() {
    return prose().stream()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", ""))
        .toList();
  }

  /** The commands in the blocks that begin with {@code ```sh}. */
  List<String> shellLines() {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        inside = line.equals(FENCE + "sh");
      } else if (inside && !line.isBlank()) {
        found.add(line);
      }
    }
    return found;
  }

  /** Why a link of this page leads nowhere; empty if it leads somewhere or out of the project. */
  Optional<String> broken(String link) throws IOException {
    if (link.matches("[a-z]+:.*")) {
      return Optional.empty();
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? file : folder().resolve(parts[0]).normalize();
    if (!Files.exists(target)) {
      return Optional.of("'%s' leads to no file".formatted(link));
    }
    if (parts.length == 1 || anchors(new Page(root, target)).contains(parts[1])) {
      return Optional.empty();
    }
    return Optional.of("'%s' leads to no heading of that page".formatted(link));
  }

  /** Headings as GitHub turns them into anchors. */
  private static List<String> anchors(Page page) {
    return page.headings().stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private List<String> prose() {
    List<String> found = new ArrayList<>();
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        inside = !inside;
      } else if (!inside) {
        found.add(line);
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return root.relativize(file).toString();
  }
}
