package com.pharmaserv.repave.debian.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what stays in its place. An entry does if it takes there what it took, so that all behind
 * it stay as well; its content may differ. All others go to the end, in the order of the tree.
 */
public final class Planner {
  private static final int NAME_BYTES_MAX = 255;

  private final List<Entry> tree;
  private final Map<String, Integer> byPath = new HashMap<>();

  /** Paths that cannot be used for a filler. */
  private final Set<String> taken = new HashSet<>();

  /** Paths of entries that have their place already. */
  private final Set<String> placed = new HashSet<>();

  private final List<Plan.Step> steps = new ArrayList<>();

  /** The path of each place's folder on the disk, and whether its entry stays. */
  private final List<String> paths = new ArrayList<>();

  /** A regular file that is on the disk already. */
  private String lastFile = "";

  private Planner(List<Entry> tree) {
    this.tree = tree;
    for (int i = 0; i < tree.size(); i++) {
      if (byPath.put(tree.get(i).path(), i) != null && tree.get(i).placeable()) {
        throw new IllegalArgumentException(
            "'%s' is in the tree twice".formatted(tree.get(i).path()));
      }
    }
    taken.addAll(byPath.keySet());
  }

  /**
   * Plans.
   *
   * @param tree its entries without the root, folders before what is in them, files before their
   *     hard links
   */
  public static Plan plan(Layout layout, List<Entry> tree) {
    Planner planner = new Planner(tree);
    Layout.Order order = new Layout.Order();
    Names names = new Names(planner.taken);
    for (Place place : layout.places()) {
      planner.place(place, order.next(place), names);
    }
    List<Integer> tail = new ArrayList<>();
    for (int i = 0; i < tree.size(); i++) {
      if (!planner.placed.contains(tree.get(i).path()) || !tree.get(i).placeable()) {
        tail.add(i);
      }
    }
    return new Plan(planner.steps, tail);
  }

  private void place(Place place, int folder, Names names) {
    String parent = folder < 0 ? "" : paths.get(folder);
    Integer index = byPath.get(place.path());
    if (index != null && parent.equals(place.parent()) && stays(tree.get(index), place)) {
      steps.add(new Plan.Stays(index));
      placed.add(place.path());
      paths.add(place.path());
      if (place.kind() == Kind.FILE) {
        lastFile = place.path();
      }
      return;
    }
    Entry filler = filler(place, names.free(parent, length(place.path(), place.parent())));
    steps.add(new Plan.Filler(filler));
    paths.add(filler.path());
    if (filler.kind() == Kind.FILE) {
      lastFile = filler.path();
    }
  }

  private boolean stays(Entry entry, Place place) {
    return entry.kind() == place.kind()
        && entry.runs().equals(place.runs())
        && !placed.contains(entry.path())
        && entry.placeable()
        && (entry.kind() != Kind.HARD_LINK || placed.contains(entry.target()));
  }

  private static int length(String path, String parent) {
    String name = parent.isEmpty() ? path : path.substring(parent.length() + 1);
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private Entry filler(Place place, String path) {
    return switch (place.kind()) {
      case DIRECTORY -> new Entry(Kind.DIRECTORY, place.runs(), path, "");
      case HARD_LINK -> new Entry(Kind.HARD_LINK, Runs.NONE, path, lastFile);
      // A name, an inode and as many blocks: a link or a pipe takes nothing that a file does not.
      case FILE, SYMLINK, SPECIAL -> new Entry(Kind.FILE, place.runs(), path, "");
    };
  }

  /** Names that nothing has, and that take as many bytes in a folder. */
  private static final class Names {
    private static final int RADIX = 36;

    private final Set<String> taken;
    private final Map<String, Integer> next = new HashMap<>();

    Names(Set<String> taken) {
      this.taken = taken;
    }

    /** A path in the folder that is free; taken from now on. */
    String free(String folder, int length) {
      // ext4 fills names up to four bytes.
      int bytes = Math.min(NAME_BYTES_MAX, (length + 3) / 4 * 4);
      while (true) {
        String number = Integer.toString(next.merge(folder, 1, Integer::sum), RADIX);
        String name = "~".repeat(Math.max(0, bytes - number.length())) + number;
        String path = folder.isEmpty() ? name : folder + "/" + name;
        if (taken.add(path)) {
          return path;
        }
      }
    }
  }
}
