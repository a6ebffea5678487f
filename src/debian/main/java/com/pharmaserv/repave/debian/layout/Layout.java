package com.pharmaserv.repave.debian.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which a disk is filled. Versions of an image that are made by the same layout differ
 * where their files do, and not behind the first one that grew. A path may stand in it more than
 * once, because a file that grew got another place.
 *
 * @param places in order, each behind its folder, and a hard link behind a file
 */
public record Layout(List<Place> places) {
  /** Of nothing: a disk is filled in the order of its tree. */
  public static final Layout EMPTY = new Layout(List.of());

  /** Ten times what a machine of one function has. */
  static final int PLACES_MAX = 1_000_000;

  public Layout {
    places = List.copyOf(places);
    if (places.size() > PLACES_MAX) {
      throw new IllegalArgumentException(
          "%s places: must be at most %s".formatted(places.size(), PLACES_MAX));
    }
    Order order = new Order();
    places.forEach(order::next);
  }

  /** What a place stands behind, place by place. */
  static final class Order {
    private static final int ROOT = -1;

    private final Map<String, Integer> folders = new HashMap<>(Map.of("", ROOT));
    private boolean file;
    private int number;

    /** The number of the folder's place that it is in, -1 for the root. */
    int next(Place place) {
      Integer parent = folders.get(place.parent());
      if (parent == null) {
        throw new IllegalArgumentException("'%s' stands before its folder".formatted(place.path()));
      }
      if (place.kind() == Kind.HARD_LINK && !file) {
        throw new IllegalArgumentException(
            "'%s' is a hard link and stands before any file".formatted(place.path()));
      }
      file |= place.kind() == Kind.FILE;
      if (place.kind() == Kind.DIRECTORY) {
        folders.put(place.path(), number);
      }
      number++;
      return parent;
    }
  }

  /** This one with a place at its end for each entry that has none in it. */
  public Layout with(Plan plan, List<Entry> tree) {
    List<Place> all = new ArrayList<>(places);
    for (int index : plan.tail()) {
      Entry entry = tree.get(index);
      if (entry.placeable()) {
        all.add(new Place(entry.kind(), entry.runs(), entry.path()));
      }
    }
    return new Layout(all);
  }
}
