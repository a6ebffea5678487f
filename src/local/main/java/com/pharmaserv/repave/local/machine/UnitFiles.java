package com.pharmaserv.repave.local.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The units of a tree; nothing outside of it is read, wherever its links lead. */
final class UnitFiles {
  /** The later one wins (systemd.unit(5), "Unit File Load Path"). */
  private static final List<String> FOLDERS =
      List.of("usr/lib/systemd/system", "etc/systemd/system");

  private static final String NOWHERE = "/dev/null";
  private static final int LINKS_MAX = 8;

  /** The largest unit of Debian has 4 KB. */
  private static final long BYTES_MAX = 64 * 1024;

  private final Path tree;

  UnitFiles(Path tree) throws IOException {
    this.tree = tree.toRealPath();
  }

  /** The unit with its drop-ins; empty if it is not there or masked. */
  Optional<UnitFile> find(String name) throws IOException {
    String file = name.replaceFirst("@[^.]*", "@");
    Optional<String> text = Optional.empty();
    for (String folder : FOLDERS) {
      Path place = tree.resolve(folder).resolve(file);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        text = text(place);
      }
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>(List.of(text.get()));
    Map<String, Path> extra = new TreeMap<>();
    for (String folder : FOLDERS) {
      for (Path place : list(tree.resolve(folder).resolve(file + ".d"))) {
        if (place.getFileName().toString().endsWith(".conf")) {
          extra.put(place.getFileName().toString(), place);
        }
      }
    }
    for (Path place : extra.values()) {
      text(place).ifPresent(texts::add);
    }
    return Optional.of(UnitFile.read(name, texts));
  }

  /** Names of units that were enabled for this one, as {@code wants} or {@code requires}. */
  List<String> enabledFor(String name, String how) throws IOException {
    List<String> names = new ArrayList<>();
    for (String folder : FOLDERS) {
      list(tree.resolve(folder).resolve(name + "." + how))
          .forEach(place -> names.add(place.getFileName().toString()));
    }
    return names;
  }

  private List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder) || !folder.toRealPath().startsWith(tree)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private Optional<String> text(Path place) throws IOException {
    Path file = place;
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      Path target = Files.readSymbolicLink(file);
      if (target.toString().equals(NOWHERE)) {
        return Optional.empty();
      }
      if (links == LINKS_MAX) {
        throw new IOException("'%s' leads on and on".formatted(place));
      }
      // A link of the tree means the tree's own root.
      file =
          target.isAbsolute()
              ? tree.resolve(target.toString().substring(1))
              : file.resolveSibling(target).normalize();
    }
    if (!Files.exists(file)) {
      throw new IOException("'%s' leads to '%s', which is not there".formatted(place, file));
    }
    if (!file.toRealPath().startsWith(tree) || !Files.isRegularFile(file)) {
      throw new IOException("'%s' is no file of the image".formatted(place));
    }
    if (Files.size(file) > BYTES_MAX) {
      throw new IOException("'%s' has more than %s bytes".formatted(place, BYTES_MAX));
    }
    return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }
}
