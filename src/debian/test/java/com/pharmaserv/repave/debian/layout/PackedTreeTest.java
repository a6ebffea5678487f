package com.pharmaserv.repave.debian.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackedTreeTest {
  private static final String LONG = "a-name-that-is-longer-than-a-header-of-tar-takes-".repeat(4);

  @TempDir Path folder;

  private static Tars tree() {
    return new Tars()
        .folder("bin")
        .file("bin/ping", 9_000, 1)
        .special("bin/ping", 70_000, 0104755)
        .link("bin/ping4", "bin/ping")
        .file("holes", Tars.blocks("xx.x..x...."))
        .folder(LONG)
        .file(LONG + "/é and more", 1, 2)
        .symlink("s", "short")
        .symlink("t", "x".repeat(59))
        .symlink("u", "x".repeat(60))
        .pipe("v");
  }

  private Path packed(Tars tree, String name) throws IOException {
    Path tar = folder.resolve(name);
    tree.pack(tar);
    return tar;
  }

  private Path written(Path tar, Layout layout, String name) throws IOException {
    Path to = folder.resolve(name);
    try (PackedTree tree = PackedTree.open(tar)) {
      tree.write(Planner.plan(layout, tree.entries()), to);
    }
    return to;
  }

  private static Layout layout(Path tar, Layout before) throws IOException {
    try (PackedTree tree = PackedTree.open(tar)) {
      return before.with(Planner.plan(before, tree.entries()), tree.entries());
    }
  }

  @Test
  void readsWhatEntriesTakeOnADisk() throws IOException {
    try (PackedTree tree = PackedTree.open(packed(tree(), "tree.tar"))) {
      assertThat(tree.entries())
          .contains(
              new Entry(Kind.DIRECTORY, Runs.of(1), "bin", ""),
              new Entry(Kind.FILE, Runs.of(3), "bin/ping", ""),
              new Entry(Kind.HARD_LINK, Runs.NONE, "bin/ping4", "bin/ping"),
              new Entry(Kind.FILE, Runs.parse("2.1.1.2.1"), "holes", ""),
              new Entry(Kind.FILE, Runs.of(1), LONG + "/é and more", ""),
              new Entry(Kind.SYMLINK, Runs.NONE, "s", ""),
              new Entry(Kind.SYMLINK, Runs.NONE, "t", ""),
              new Entry(Kind.SYMLINK, Runs.of(1), "u", ""),
              new Entry(Kind.SPECIAL, Runs.NONE, "v", ""))
          .hasSize(10);
    }
  }

  @Test
  void withoutALayoutNoByteOfAnEntryDiffers() throws IOException {
    Path tar = packed(tree(), "tree.tar");
    assertThat(written(tar, Layout.EMPTY, "other.tar")).hasSameBinaryContentAs(tar);
  }

  @Test
  void elsewhereEverythingIsAsItWasAndFillersTakeAsMuch() throws IOException {
    Path first = packed(tree(), "first.tar");
    Layout layout = layout(first, Layout.EMPTY);
    Path second =
        packed(
            tree()
                .file("bin/ping", 20_000, 3)
                .special("bin/ping", 70_000, 0104755)
                .remove("holes")
                .remove("u")
                .remove(LONG),
            "second.tar");
    Path moved = written(second, layout, "moved.tar");
    Map<String, String> is = content(moved);
    content(second).forEach((name, text) -> assertThat(is.remove(name)).isEqualTo(text));
    assertThat(is).hasSize(6).allSatisfy((name, text) -> assertThat(name).contains("~~~"));
    try (PackedTree tree = PackedTree.open(moved)) {
      assertThat(tree.entries())
          .containsSubsequence(
              new Entry(Kind.DIRECTORY, Runs.of(1), "bin", ""),
              new Entry(Kind.FILE, Runs.of(3), "bin/~~~1", ""),
              new Entry(Kind.HARD_LINK, Runs.NONE, "bin/~~~~~~~2", "bin/~~~1"),
              new Entry(Kind.FILE, Runs.parse("2.1.1.2.1"), "~~~~~~~2", ""))
          .extracting(Entry::path)
          .endsWith("bin/ping", "bin/ping4");
    }
  }

  @Test
  void placesForWhatWasAtTheEndChangeNoByte() throws IOException {
    Layout layout = layout(packed(tree(), "first.tar"), Layout.EMPTY);
    Path second = packed(tree().file("bin/ping", 20_000, 3).file("new", 1, 4), "second.tar");
    Layout longer = layout(second, layout);
    assertThat(longer.places().size()).isGreaterThan(layout.places().size());
    assertThat(written(second, longer, "one.tar"))
        .hasSameBinaryContentAs(written(second, layout, "other.tar"));
  }

  @Test
  void refusesWhatIsNoWholeTree() throws IOException {
    Path tar = packed(tree(), "tree.tar");
    Path cut = folder.resolve("cut.tar");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(tar), 3_000));
    assertThatThrownBy(() -> PackedTree.open(cut)).isInstanceOf(IOException.class);
    byte[] bytes = Files.readAllBytes(tar);
    Path rootless = folder.resolve("rootless.tar");
    Files.write(rootless, Arrays.copyOfRange(bytes, 512, bytes.length));
    assertThatThrownBy(() -> PackedTree.open(rootless))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("' is entry 1; the root must be the first");
  }

  @Test
  void removesWhatIsInAFolderFirst() {
    assertThat(
            Fillers.removal(
                List.of(
                    new Entry(Kind.FILE, Runs.of(2), "a b/~~~1", ""),
                    new Entry(Kind.DIRECTORY, Runs.of(1), "a b", ""))))
        .isEqualTo("rm \"/a b/~~~1\"\nrmdir \"/a b\"\n");
  }

  /** Each entry's header and content, by its name. */
  private static Map<String, String> content(Path tar) throws IOException {
    TreeMap<String, String> all = new TreeMap<>();
    try (TarArchiveInputStream in =
        new TarArchiveInputStream(new ByteArrayInputStream(Files.readAllBytes(tar)), "UTF-8")) {
      for (TarArchiveEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
        String text =
            "%s %o %s %s %s %s %s"
                .formatted(
                    (char) e.getLinkFlag(),
                    e.getMode(),
                    e.getLongUserId(),
                    e.getLongGroupId(),
                    e.getLastModifiedTime(),
                    e.getLinkName(),
                    new TreeMap<>(e.getExtraPaxHeaders()));
        byte[] bytes = in.readAllBytes();
        all.put(e.getName(), text + HexFormat.of().formatHex(bytes));
      }
    }
    return all;
  }
}
