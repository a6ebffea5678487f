package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.debian.lock.LockChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is different between two disks, by their papers.
 *
 * @param files every path, sorted
 * @param privileges programs that give rights to whoever starts them, where that is different
 * @param units of systemd that start with the machine or never can, where that is different
 * @param opened ports that are open only now
 * @param closed ports that were open only before
 * @param blocks what must be put into a child of the earlier disk's snapshot
 */
public record DiskChanges(
    ImagePapers from,
    ImagePapers to,
    List<LockChange> packages,
    List<FileChange> files,
    List<Turned> privileges,
    List<Turned> units,
    List<String> opened,
    List<String> closed,
    Blocks.Delta blocks) {
  public DiskChanges {
    packages = List.copyOf(packages);
    files = List.copyOf(files);
    privileges = List.copyOf(privileges);
    units = List.copyOf(units);
    opened = List.copyOf(opened);
    closed = List.copyOf(closed);
  }

  /** Something that was in one state and is in another; an empty text is none. */
  public record Turned(String name, String was, String is) {}

  public static DiskChanges between(ImagePapers from, ImagePapers to) {
    return new DiskChanges(
        from,
        to,
        LockChange.between(from.lock(), to.lock()),
        FileChange.between(from.contents(), to.contents()),
        turned(privileges(from.contents()), privileges(to.contents()), ""),
        turned(UnitStates.of(from.contents()), UnitStates.of(to.contents()), UnitStates.NEITHER),
        without(to.findings().listening(), from.findings().listening()),
        without(from.findings().listening(), to.findings().listening()),
        to.blocks().since(from.blocks()));
  }

  private static Map<String, String> privileges(Contents contents) {
    SortedMap<String, String> all = new TreeMap<>();
    contents
        .entries()
        .forEach(
            (path, entry) -> {
              if (!entry.privileges().isEmpty()) {
                all.put(path, entry.privileges());
              }
            });
    return all;
  }

  private static List<Turned> turned(
      Map<String, String> from, Map<String, String> to, String otherwise) {
    TreeSet<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    List<Turned> turned = new ArrayList<>();
    for (String name : names) {
      String was = from.getOrDefault(name, otherwise);
      String is = to.getOrDefault(name, otherwise);
      if (!was.equals(is)) {
        turned.add(new Turned(name, was, is));
      }
    }
    return turned;
  }

  private static List<String> without(Iterable<String> all, Set<String> others) {
    List<String> rest = new ArrayList<>();
    all.forEach(
        one -> {
          if (!others.contains(one)) {
            rest.add(one);
          }
        });
    return rest;
  }

  /** Blocks with another content. */
  public int changedBlocks() {
    return blocks.changed().size();
  }

  /** Blocks that hold nothing any more. */
  public int emptiedBlocks() {
    return blocks.emptied().size();
  }

  /** Blocks with content that is as it was. */
  public int keptBlocks() {
    return blocks.unchanged();
  }

  /** Of the first two. */
  public long uploadBytes() {
    return blocks.bytes();
  }

  /** Names what was compared: SHA-256 over the digests of all papers of both, and nothing else. */
  public String digest() {
    return Sha256.of(from.statement().papers() + "\n" + to.statement().papers());
  }
}
