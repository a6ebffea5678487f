package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.Layouts;
import com.pharmaserv.repave.debian.build.Source;
import com.pharmaserv.repave.debian.layout.LayoutException;
import com.pharmaserv.repave.debian.layout.Place;
import com.pharmaserv.repave.port.Baker.BakeException;

/** Gives every file of an image a place on its disk, or tells what would change. */
public final class LayImage {
  private final Layouts layouts;

  public LayImage(Layouts layouts) {
    this.layouts = layouts;
  }

  /**
   * A layout beside what it was.
   *
   * @param plan whether nothing was written
   * @param laid an image by its recipe's name
   * @param changed whether there was no layout, or entries have no place in it
   * @param placeCount all places
   * @param addedCount those that are new
   * @param staleCount those whose entries are elsewhere now, or gone
   * @param stalePercent of the blocks of all places
   */
  public record Laid(
      boolean plan,
      String laid,
      String layoutFile,
      boolean changed,
      int placeCount,
      int addedCount,
      int staleCount,
      int stalePercent)
      implements Answer {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * Takes the tree that was baked last from the recipe with its lock, and writes the layout.
   *
   * @param plan whether to write nothing
   */
  public Laid lay(Source source, boolean plan) throws BakeException, LayoutException {
    Layouts.Comparison comparison = layouts.compare(source);
    if (!plan && !comparison.unchanged()) {
      Layouts.write(comparison.now(), comparison.file());
    }
    int before = comparison.before().map(layout -> layout.places().size()).orElse(0);
    int now = comparison.now().places().size();
    long blocks =
        comparison.now().places().stream().map(Place::runs).mapToLong(r -> r.blocks()).sum();
    return new Laid(
        plan,
        source.recipe().name(),
        comparison.file().toString(),
        !comparison.unchanged(),
        now,
        now - before,
        comparison.plan().fillers().size(),
        (int) (100 * comparison.plan().fillerBlocks() / Math.max(1, blocks)));
  }
}
