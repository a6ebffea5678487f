package com.pharmaserv.repave.debian.paper;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packs small trees as the bake does: posix format, names with ./ in front. */
public final class Trees {
  /** Stands for a capability's bytes, of the same length, until the tar is written. */
  private static final String PLACE = "CAPABILITY-OF-A-FILE";

  private final SortedMap<String, Item> items = new TreeMap<>();

  private record Item(byte type, int mode, long owner, String content, String capability) {}

  public Trees file(String path, int mode, String content) {
    items.put(path, new Item(TarConstants.LF_NORMAL, mode, 0, content, ""));
    return this;
  }

  public Trees owned(String path, long owner, String content) {
    items.put(path, new Item(TarConstants.LF_NORMAL, 0644, owner, content, ""));
    return this;
  }

  /** A file with a capability of 20 bytes, in hexadecimal. */
  public Trees capable(String path, String hex) {
    items.put(path, new Item(TarConstants.LF_NORMAL, 0755, 0, "program", hex));
    return this;
  }

  public Trees folder(String path, int mode) {
    items.put(path, new Item(TarConstants.LF_DIR, mode, 0, "", ""));
    return this;
  }

  public Trees link(String path, String target) {
    items.put(path, new Item(TarConstants.LF_SYMLINK, 0777, 0, target, ""));
    return this;
  }

  public Trees hardLink(String path, String target) {
    items.put(path, new Item(TarConstants.LF_LINK, 0644, 0, target, ""));
    return this;
  }

  public Path pack(Path tar) throws IOException {
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out, "UTF-8")) {
      archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      archive.setAddPaxHeadersForNonAsciiNames(true);
      for (Map.Entry<String, Item> one : items.entrySet()) {
        Item item = one.getValue();
        TarArchiveEntry entry =
            new TarArchiveEntry(
                "./" + one.getKey() + (item.type() == TarConstants.LF_DIR ? "/" : ""), item.type());
        byte[] bytes = item.content().getBytes(StandardCharsets.UTF_8);
        boolean file = item.type() == TarConstants.LF_NORMAL;
        entry.setMode(item.mode());
        entry.setIds((int) item.owner(), 0);
        entry.setSize(file ? bytes.length : 0);
        if (!file) {
          entry.setLinkName(item.content());
        }
        if (!item.capability().isEmpty()) {
          entry.addPaxHeader("SCHILY.xattr.security.capability", PLACE);
        }
        archive.putArchiveEntry(entry);
        if (file) {
          archive.write(bytes);
        }
        archive.closeArchiveEntry();
      }
    }
    byte[] packed = Files.readAllBytes(tar);
    for (Item item : items.values()) {
      if (!item.capability().isEmpty()) {
        put(packed, HexFormat.of().parseHex(item.capability()));
      }
    }
    Files.write(tar, packed);
    return tar;
  }

  private static void put(byte[] packed, byte[] value) {
    int at = new String(packed, StandardCharsets.ISO_8859_1).indexOf(PLACE);
    System.arraycopy(value, 0, packed, at, value.length);
  }

  public Contents contents(Path folder) throws IOException {
    return TreeContents.read(pack(folder.resolve("tree.tar")));
  }
}
