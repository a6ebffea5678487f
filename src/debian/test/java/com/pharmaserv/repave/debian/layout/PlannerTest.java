package com.pharmaserv.repave.debian.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static Entry file(String path, int blocks) {
    return new Entry(Kind.FILE, Runs.of(blocks), path, "");
  }

  private static Entry folder(String path) {
    return new Entry(Kind.DIRECTORY, Runs.of(1), path, "");
  }

  private static Entry link(String path, String target) {
    return new Entry(Kind.HARD_LINK, Runs.NONE, path, target);
  }

  private static Layout of(List<Entry> tree) {
    return Layout.EMPTY.with(Planner.plan(Layout.EMPTY, tree), tree);
  }

  private static List<String> shown(Plan plan, List<Entry> tree) {
    List<String> shown = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      if (step instanceof Plan.Stays stays) {
        shown.add(tree.get(stays.entry()).path());
      } else if (step instanceof Plan.Filler filler) {
        shown.add("(%s)".formatted(filler.entry().path()));
      }
    }
    plan.tail().forEach(index -> shown.add("+" + tree.get(index).path()));
    return shown;
  }

  @Test
  void withoutALayoutTheTreeIsAsItWas() {
    List<Entry> tree = List.of(folder("a"), file("a/b", 2), file("c", 1));
    assertThat(shown(Planner.plan(Layout.EMPTY, tree), tree)).containsExactly("+a", "+a/b", "+c");
  }

  @Test
  void whatGrewMakesRoomAndGoesToTheEnd() {
    Layout layout =
        of(List.of(folder("lib"), file("lib/crypto", 9), file("lib/ssl", 3), file("z", 1)));
    List<Entry> tree =
        List.of(
            folder("lib"),
            file("lib/crypto", 10),
            file("lib/new", 1),
            file("lib/ssl", 3),
            file("z", 1));
    Plan plan = Planner.plan(layout, tree);
    assertThat(shown(plan, tree))
        .containsExactly("lib", "(lib/~~~~~~~1)", "lib/ssl", "z", "+lib/crypto", "+lib/new");
    assertThat(plan.fillerBlocks()).isEqualTo(9);
  }

  @Test
  void afterwardsItHasAPlaceOfItsOwn() {
    List<Entry> before = List.of(file("a", 1), file("b", 2));
    List<Entry> after = List.of(file("a", 5), file("b", 2));
    Layout layout = of(before);
    Layout longer = layout.with(Planner.plan(layout, after), after);
    assertThat(longer.places()).hasSize(3).startsWith(layout.places().toArray(new Place[0]));
    assertThat(shown(Planner.plan(longer, after), after)).containsExactly("(~~~1)", "b", "a");
    assertThat(shown(Planner.plan(longer, before), before)).containsExactly("a", "b", "(~~~1)");
  }

  @Test
  void aFolderThatBecomesALinkTakesAllThatWasInItAway() {
    Layout layout =
        of(List.of(folder("lib"), file("lib/x", 1), link("lib/y", "lib/x"), file("z", 1)));
    List<Entry> tree = List.of(new Entry(Kind.SYMLINK, Runs.NONE, "lib", ""), file("z", 1));
    Plan plan = Planner.plan(layout, tree);
    assertThat(shown(plan, tree))
        .containsExactly("(~~~1)", "(~~~1/~~~1)", "(~~~1/~~~2)", "z", "+lib");
    assertThat(plan.fillers())
        .extracting(Entry::path)
        .containsExactly("~~~1/~~~2", "~~~1/~~~1", "~~~1");
    assertThat(plan.fillers().get(0).target()).isEqualTo("~~~1/~~~1");
  }

  @Test
  void aHardLinkFollowsItsFile() {
    Layout layout = of(List.of(file("a", 1), link("b", "a"), file("c", 1)));
    List<Entry> tree = List.of(file("a", 2), link("b", "a"), file("c", 1));
    assertThat(shown(Planner.plan(layout, tree), tree))
        .containsExactly("(~~~1)", "(~~~2)", "c", "+a", "+b");
  }

  @Test
  void aFillerTakesNoNameThatIsThere() {
    Layout layout = of(List.of(file("a", 1), file("~~~1", 1), file("~~~3", 1)));
    List<Entry> tree = List.of(file("~~~1", 1), file("~~~2", 1));
    assertThat(shown(Planner.plan(layout, tree), tree))
        .containsExactly("(~~~3)", "~~~1", "(~~~4)", "+~~~2");
  }

  @Test
  void namesThatDebugfsCannotTakeHaveNoPlace() {
    List<Entry> tree =
        List.of(
            folder("q\"uote"),
            file("q\"uote/x", 1),
            file("a\nb", 1),
            file("\ufffd", 1),
            file("\ufffd", 1));
    assertThat(of(tree).places()).extracting(Place::path).containsExactly("a\nb");
    Layout layout = new Layout(List.of(new Place(Kind.DIRECTORY, Runs.of(1), "q\"uote")));
    assertThat(shown(Planner.plan(layout, tree), tree))
        .containsExactly("(~~~~~~~1)", "+q\"uote", "+q\"uote/x", "+a\nb", "+\ufffd", "+\ufffd");
  }

  @Test
  void aPlaceIsInTheFolderThatStandsBeforeIt() {
    Place folder = new Place(Kind.DIRECTORY, Runs.of(1), "d");
    Layout layout = new Layout(List.of(folder, folder, new Place(Kind.FILE, Runs.of(1), "d/x")));
    List<Entry> tree = List.of(folder("d"), file("d/x", 1));
    assertThat(shown(Planner.plan(layout, tree), tree))
        .containsExactly("d", "(~~~1)", "(~~~1/~~~1)", "+d/x");
  }

  @Test
  void refusesATreeWithAPathTwice() {
    assertThatThrownBy(() -> Planner.plan(Layout.EMPTY, List.of(file("a", 1), file("a", 1))))
        .hasMessage("'a' is in the tree twice");
  }

  @Test
  void anyTreeOnAnyLayoutIsWholeInOrderAndInPlace() {
    for (int seed = 0; seed < 3_000; seed++) {
      Trees trees = new Trees(seed).change(30);
      Layout layout = Layout.EMPTY;
      for (int version = 0; version < 5; version++) {
        List<Entry> tree = trees.entries();
        Plan plan = Planner.plan(layout, tree);
        requireWholeAndInOrder(seed, plan, tree);
        requireInPlace(seed, layout, plan, tree);
        if (version % 2 == 0) {
          layout = layout.with(plan, tree);
          assertThat(Planner.plan(layout, tree).tail())
              .as("seed %s: all that can be placed has a place", seed)
              .allMatch(index -> !tree.get(index).placeable());
        }
        trees.change(6);
      }
    }
  }

  /** Every entry once, folders and files before what stands behind them, no path twice. */
  private static void requireWholeAndInOrder(int seed, Plan plan, List<Entry> tree) {
    List<Entry> written = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (Plan.Step step : plan.steps()) {
      if (step instanceof Plan.Stays stays) {
        assertThat(numbers.add(stays.entry())).isTrue();
        written.add(tree.get(stays.entry()));
      } else if (step instanceof Plan.Filler filler) {
        written.add(filler.entry());
      }
    }
    for (int index : plan.tail()) {
      assertThat(numbers.add(index)).isTrue();
      written.add(tree.get(index));
    }
    assertThat(numbers).as("seed %s", seed).hasSize(tree.size());
    Map<String, Kind> there = new HashMap<>(Map.of("", Kind.DIRECTORY));
    for (Entry entry : written) {
      assertThat(there.get(Place.parent(entry.path())))
          .as("seed %s: folder of %s", seed, entry)
          .isEqualTo(Kind.DIRECTORY);
      if (entry.kind() == Kind.HARD_LINK) {
        assertThat(there.get(entry.target())).as("seed %s: %s", seed, entry).isEqualTo(Kind.FILE);
      }
      assertThat(there.put(entry.path(), entry.kind())).as("seed %s: %s", seed, entry).isNull();
    }
    // Removed one by one, no folder is removed before what is in it, and no name before its links.
    for (Entry filler : plan.fillers()) {
      there.remove(filler.path());
      assertThat(there.keySet()).noneMatch(path -> Place.parent(path).equals(filler.path()));
      assertThat(filler.path()).doesNotContain("\n", "\"");
    }
  }

  /**
   * All before the tail has the inode, the blocks and the room in its folder that the layout has.
   */
  private static void requireInPlace(int seed, Layout layout, Plan plan, List<Entry> tree) {
    assertThat(plan.steps()).hasSameSizeAs(layout.places());
    for (int i = 0; i < plan.steps().size(); i++) {
      Place place = layout.places().get(i);
      Plan.Step step = plan.steps().get(i);
      if (step instanceof Plan.Stays stays) {
        assertThat(new Place(place.kind(), place.runs(), place.path()))
            .as("seed %s", seed)
            .isEqualTo(
                new Place(
                    tree.get(stays.entry()).kind(),
                    tree.get(stays.entry()).runs(),
                    tree.get(stays.entry()).path()));
      } else if (step instanceof Plan.Filler filler) {
        assertThat(filler.entry().runs()).as("seed %s", seed).isEqualTo(place.runs());
        assertThat(filler.entry().kind() == Kind.HARD_LINK)
            .isEqualTo(place.kind() == Kind.HARD_LINK);
        assertThat(room(filler.entry().path())).as("seed %s", seed).isEqualTo(room(place.path()));
      }
    }
  }

  private static int room(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return (name.getBytes(StandardCharsets.UTF_8).length + 3) / 4;
  }
}
