package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.layout.Fillers;
import com.pharmaserv.repave.debian.layout.Layout;
import com.pharmaserv.repave.debian.layout.LayoutException;
import com.pharmaserv.repave.debian.layout.LayoutText;
import com.pharmaserv.repave.debian.layout.PackedTree;
import com.pharmaserv.repave.debian.layout.Plan;
import com.pharmaserv.repave.debian.layout.Planner;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes layouts of disks from the trees that were baked last. */
public final class Layouts {
  private final DiskBaker disks;

  public Layouts(DiskBaker disks) {
    this.disks = disks;
  }

  /**
   * A layout beside what it would be now.
   *
   * @param file where it stands
   * @param before empty if there is none yet
   * @param now has a place for every entry of the tree, behind those of the one before
   * @param plan how the tree goes onto a disk by the one before
   */
  public record Comparison(Path file, Optional<Layout> before, Layout now, Plan plan) {
    /** Whether the layout stands as it is. */
    public boolean unchanged() {
      return before.filter(now::equals).isPresent();
    }
  }

  /** Compares the layout with the tree of the recipe and its lock, as it was baked last. */
  public Comparison compare(Source source) throws BakeException, LayoutException {
    DiskBaker.Pinned pinned = disks.pin(source);
    try {
      Path tree = disks.treeAt(pinned);
      if (!Files.exists(tree)) {
        throw new LayoutException(
            "%s: was not baked on this machine with its lock yet; bake it: repave bake %s"
                .formatted(source.file(), pinned.id().name()));
      }
      return compare(tree, source.layout(), pinned.layout());
    } catch (IOException e) {
      throw new LayoutException(
          "%s: cannot read what was baked: %s".formatted(source.file(), e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new LayoutException("%s: %s".formatted(source.layout(), e.getMessage()));
    }
  }

  private static Comparison compare(Path tree, Path file, Optional<Layout> before)
      throws IOException {
    try (PackedTree packed = PackedTree.open(tree)) {
      Layout from = before.orElse(Layout.EMPTY);
      Plan plan = Planner.plan(from, packed.entries());
      return new Comparison(file, before, from.with(plan, packed.entries()), plan);
    }
  }

  /** Puts a tree into a room in the order of the layout, and which fillers are to be removed. */
  static void lay(Path tree, Layout layout, Path work) throws IOException {
    try (PackedTree packed = PackedTree.open(tree)) {
      Plan plan = Planner.plan(layout, packed.entries());
      packed.write(plan, work.resolve(Steps.TREE));
      Files.writeString(work.resolve("fillers"), Fillers.removal(plan.fillers()));
    }
  }

  /** The layout that stands there, if one does. */
  static Optional<Layout> read(Path file) throws LayoutException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(LayoutText.read(Files.readString(file), file.toString()));
    } catch (CharacterCodingException e) {
      throw new LayoutException("%s: is no text; write it anew".formatted(file));
    } catch (IOException e) {
      throw new LayoutException("cannot read '%s': %s".formatted(file, e));
    }
  }

  /** Writes a layout; all of it or nothing. */
  public static void write(Layout layout, Path file) throws LayoutException {
    try {
      Committed.write(LayoutText.write(layout), file);
    } catch (IOException e) {
      throw new LayoutException("cannot write '%s': %s".formatted(file, e));
    }
  }
}
