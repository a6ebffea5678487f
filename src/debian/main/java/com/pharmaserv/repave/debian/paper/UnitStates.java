package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.debian.paper.Contents.Entry;
import com.pharmaserv.repave.debian.paper.Contents.Kind;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which units of systemd start with the machine, and which never can, as the tree's links say
 * (systemd.unit(5), systemctl(1) on "mask").
 */
final class UnitStates {
  static final String ENABLED = "enabled";
  static final String MASKED = "masked";
  static final String NEITHER = "not enabled";

  /** What the machine's own settings and the packages say; the first has the last word. */
  private static final List<String> FOLDERS =
      List.of("etc/systemd/system/", "usr/lib/systemd/system/");

  private static final Pattern WANTED =
      Pattern.compile("[^/]+\\.(?:wants|requires|upholds)/([^/]+)");

  private static final Pattern UNIT =
      Pattern.compile(
          "[^/]+\\.(?:service|socket|target|timer|path|mount|automount|swap|slice|scope)");

  private UnitStates() {}

  /** By unit; those in neither state are left out. */
  static SortedMap<String, String> of(Contents contents) {
    SortedMap<String, String> states = new TreeMap<>();
    for (String folder : FOLDERS) {
      contents
          .entries()
          .subMap(folder, folder + Character.MAX_VALUE)
          .forEach((path, entry) -> enabled(path.substring(folder.length()), entry, states));
    }
    for (Map.Entry<String, Entry> one : contents.entries().entrySet()) {
      for (String folder : FOLDERS) {
        String name =
            one.getKey().startsWith(folder) ? one.getKey().substring(folder.length()) : "";
        // A unit of the machine's own takes the place of a package's, masked or not.
        boolean hidden =
            folder.equals(FOLDERS.get(1)) && contents.entries().containsKey(FOLDERS.get(0) + name);
        if (UNIT.matcher(name).matches() && masks(one.getValue()) && !hidden) {
          states.put(name, MASKED);
        }
      }
    }
    return states;
  }

  private static void enabled(String path, Entry entry, SortedMap<String, String> states) {
    Matcher wanted = WANTED.matcher(path);
    if (wanted.matches() && entry.kind() == Kind.LINK && !masks(entry)) {
      states.put(wanted.group(1), ENABLED);
    }
  }

  /** A link to nothing, or an empty file. */
  private static boolean masks(Entry entry) {
    return entry.kind() == Kind.LINK
        ? entry.content().equals("/dev/null")
        : entry.kind() == Kind.FILE && entry.size() == 0;
  }
}
