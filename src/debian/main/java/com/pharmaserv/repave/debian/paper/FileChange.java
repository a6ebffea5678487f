package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.debian.paper.Contents.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A path that two trees have differently.
 *
 * @param aspects what is different about it; of a path that only one has, what it is
 */
public record FileChange(String path, How how, List<Aspect> aspects) {
  public FileChange {
    aspects = List.copyOf(aspects);
  }

  /** What became of the path. */
  public enum How {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * One thing about it.
   *
   * @param was empty where there was nothing
   * @param is empty where there is nothing any more
   */
  public record Aspect(String what, Optional<String> was, Optional<String> is) {}

  /** All paths that are different, sorted. */
  public static List<FileChange> between(Contents from, Contents to) {
    TreeSet<String> paths = new TreeSet<>(from.entries().keySet());
    paths.addAll(to.entries().keySet());
    List<FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      Entry was = from.entries().get(path);
      Entry is = to.entries().get(path);
      if (was == null && is != null) {
        changes.add(new FileChange(path, How.ADDED, List.of(kind(null, words(is)))));
      } else if (is == null && was != null) {
        changes.add(new FileChange(path, How.REMOVED, List.of(kind(words(was), null))));
      } else if (was != null && is != null && !was.equals(is)) {
        changes.add(new FileChange(path, How.CHANGED, aspects(was, is)));
      }
    }
    return changes;
  }

  private static Aspect kind(@Nullable String was, @Nullable String is) {
    return new Aspect("kind", Optional.ofNullable(was), Optional.ofNullable(is));
  }

  private static String words(Entry entry) {
    String kind = entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return switch (entry.kind()) {
      case FILE -> "%s of %s bytes".formatted(kind, entry.size());
      case LINK, HARD_LINK -> "%s to %s".formatted(kind, entry.content());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> "%s %s".formatted(kind, entry.content());
      case FOLDER, PIPE -> kind;
    };
  }

  private static List<Aspect> aspects(Entry was, Entry is) {
    List<Aspect> aspects = new ArrayList<>();
    if (was.kind() != is.kind()) {
      aspects.add(kind(words(was), words(is)));
    } else {
      String content = was.kind() == Contents.Kind.FILE ? "content" : "target";
      add(aspects, content, was.content(), is.content());
      add(aspects, "size", Long.toString(was.size()), Long.toString(is.size()));
    }
    add(aspects, "mode", was.modeText(), is.modeText());
    add(aspects, "owner", was.ownerText(), is.ownerText());
    TreeSet<String> names = new TreeSet<>(was.attributes().keySet());
    names.addAll(is.attributes().keySet());
    for (String name : names) {
      Optional<String> before = Optional.ofNullable(was.attributes().get(name));
      Optional<String> after = Optional.ofNullable(is.attributes().get(name));
      if (!before.equals(after)) {
        aspects.add(new Aspect("attribute " + name, before, after));
      }
    }
    return aspects;
  }

  private static void add(List<Aspect> aspects, String what, String was, String is) {
    if (!was.equals(is)) {
      aspects.add(new Aspect(what, Optional.of(was), Optional.of(is)));
    }
  }
}
