package com.pharmaserv.repave.debian.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Random trees and what happens to them. */
final class Trees {
  private static final List<String> NAMES =
      List.of(
          "a", "b", "lib", "libssl.so.3", "~1", "~~~1", "~~~2", "with space", "a\"b", "n\nl", "é");

  private final Random random;

  /** What is where: the letter of a kind, and blocks or a target. */
  private final TreeMap<String, String> what = new TreeMap<>();

  Trees(long seed) {
    this.random = new Random(seed);
  }

  /** Something comes, goes, grows, shrinks or becomes something else. */
  Trees change(int times) {
    for (int i = 0; i < times; i++) {
      List<String> all = new ArrayList<>(what.keySet());
      String some = all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
      switch (random.nextInt(8)) {
        case 0 -> remove(some);
        case 1 -> {
          remove(some);
          put(some);
        }
        default -> put(what.getOrDefault(some, "").equals("d") ? some + "/" + name() : name());
      }
    }
    return this;
  }

  private void put(String path) {
    if (path.isEmpty()) {
      return;
    }
    remove(path);
    int parent = path.lastIndexOf('/');
    if (parent >= 0 && !"d".equals(what.get(path.substring(0, parent)))) {
      return;
    }
    List<String> files =
        what.entrySet().stream()
            .filter(e -> e.getValue().startsWith("f"))
            .map(Map.Entry::getKey)
            .toList();
    switch (random.nextInt(6)) {
      case 0, 1 -> what.put(path, "d");
      case 2 -> what.put(path, "l" + random.nextInt(2));
      case 3 ->
          what.put(path, files.isEmpty() ? "s" : "h" + files.get(random.nextInt(files.size())));
      default ->
          what.put(
              path, "f" + List.of("0", "1", "2", "9", "0.3.1", "2.1.2").get(random.nextInt(6)));
    }
  }

  private void remove(String path) {
    what.keySet().removeIf(p -> p.equals(path) || p.startsWith(path + "/"));
    what.values()
        .removeIf(w -> w.startsWith("h") && !what.getOrDefault(w.substring(1), "").startsWith("f"));
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** As tar would pack it: sorted, of several names of a file the first one as the file. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> first = new TreeMap<>();
    what.forEach(
        (path, w) -> {
          char kind = w.charAt(0);
          String rest = w.substring(1);
          if (kind == 'f' || kind == 'h') {
            String file = kind == 'f' ? path : rest;
            String earlier = first.putIfAbsent(file, path);
            entries.add(
                earlier == null
                    ? new Entry(
                        Kind.FILE, Runs.parse(what.getOrDefault(file, "f").substring(1)), path, "")
                    : new Entry(Kind.HARD_LINK, Runs.NONE, path, earlier));
          } else if (kind == 'd') {
            entries.add(new Entry(Kind.DIRECTORY, Runs.of(1), path, ""));
          } else {
            boolean link = kind == 'l';
            entries.add(
                new Entry(
                    link ? Kind.SYMLINK : Kind.SPECIAL,
                    link ? Runs.parse(rest) : Runs.NONE,
                    path,
                    ""));
          }
        });
    return entries;
  }
}
