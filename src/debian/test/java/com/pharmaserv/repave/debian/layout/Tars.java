package com.pharmaserv.repave.debian.layout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tree that changes from version to version, and is packed sorted. */
public final class Tars {
  /** cap_net_raw=ep, as `setcap` stores it. */
  private static final String CAPABILITY = "\1\0\0\2\0\40\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

  private final TreeMap<String, Item> items = new TreeMap<>();

  private static final class Item {
    private final TarArchiveEntry entry;
    private final byte[] bytes;

    Item(TarArchiveEntry entry, byte[] bytes) {
      this.entry = entry;
      this.bytes = bytes;
    }
  }

  /** A file of bytes that follow from the seed. */
  public Tars file(String path, int bytes, long seed) {
    byte[] content = new byte[bytes];
    new Random(seed).nextBytes(content);
    return file(path, content);
  }

  public Tars file(String path, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path);
    entry.setSize(content.length);
    entry.setMode(0100644);
    return put(path, entry, content);
  }

  public Tars folder(String path) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path + "/");
    entry.setMode(040755);
    return put(path, entry, new byte[0]);
  }

  public Tars symlink(String path, String target) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    return put(path, entry, new byte[0]);
  }

  public Tars pipe(String path) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path, TarConstants.LF_FIFO);
    entry.setMode(010600);
    return put(path, entry, new byte[0]);
  }

  /** Another name of a file whose first one sorts before it. */
  public Tars link(String path, String target) {
    TarArchiveEntry entry = new TarArchiveEntry("./" + path, TarConstants.LF_LINK);
    entry.setLinkName("./" + target);
    return put(path, entry, new byte[0]);
  }

  /** Owner, mode and capability of a file that is there. */
  public Tars special(String path, int owner, int mode) {
    TarArchiveEntry entry = item(path).entry;
    entry.setIds(owner, owner + 1);
    entry.setMode(mode);
    entry.addPaxHeader("SCHILY.xattr.security.capability", CAPABILITY);
    return this;
  }

  /** With all that is in it. */
  public Tars remove(String path) {
    items.keySet().removeIf(p -> p.equals(path) || p.startsWith(path + "/"));
    return this;
  }

  private Item item(String path) {
    Item item = items.get(path);
    if (item == null) {
      throw new IllegalArgumentException("no '" + path + "'");
    }
    return item;
  }

  private Tars put(String path, TarArchiveEntry entry, byte[] bytes) {
    entry.setModTime(1_750_000_000_000L + path.hashCode());
    entry.setIds(0, 0);
    entry.setNames("", "");
    items.put(path, new Item(entry, bytes));
    return this;
  }

  /** Packs it as GNU tar does: the root first, folders before what is in them. */
  public void pack(Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      TarArchiveEntry root = new TarArchiveEntry("./");
      root.setNames("", "");
      root.setModTime(1_750_000_000_000L);
      tar.putArchiveEntry(root);
      tar.closeArchiveEntry();
      for (Item item : items.values()) {
        tar.putArchiveEntry(item.entry);
        tar.write(item.bytes);
        tar.closeArchiveEntry();
      }
    }
  }

  /** That many blocks, of which the ones with a dot are zeros. */
  public static byte[] blocks(String pattern) {
    byte[] content = new byte[pattern.length() * Runs.BLOCK];
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '.') {
        byte[] text = ("block " + pattern.charAt(i) + i).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, content, i * Runs.BLOCK + 1_000, text.length);
      }
    }
    return content;
  }
}
