package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.debian.paper.Contents.Entry;
import com.pharmaserv.repave.debian.paper.Contents.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Reads the contents of a packed tree. */
public final class TreeContents {
  private static final int MODE = 07777;

  private TreeContents() {}

  /**
   * Reads a tree.
   *
   * @throws IOException also if two entries have one path, or a path is not in UTF-8
   */
  public static Contents read(Path tar) throws IOException {
    SortedMap<String, Entry> entries = new TreeMap<>();
    try (TarFile archive = new TarFile(tar, "UTF-8");
        SeekableByteChannel bytes = Files.newByteChannel(tar)) {
      long end = 0;
      for (TarArchiveEntry entry : archive.getEntries()) {
        String path = path(entry.getName());
        RawHeaders raw = RawHeaders.between(bytes, end, entry.getDataOffset());
        if (!raw.named()) {
          throw new IOException(
              "the name of '%s' in the tree, or where it leads, is not in UTF-8".formatted(path));
        }
        Entry read = entry(archive, entry, raw.attributes());
        if (entries.put(path, read) != null) {
          throw new IOException("the tree holds '%s' twice".formatted(path));
        }
        end = entry.getDataOffset() + RawHeaders.padded(entry.getSize());
      }
    }
    return new Contents(entries);
  }

  private static Entry entry(
      TarFile archive, TarArchiveEntry entry, SortedMap<String, String> attributes)
      throws IOException {
    Kind kind = kind(entry);
    return new Entry(
        kind,
        entry.getMode() & MODE,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        kind == Kind.FILE ? entry.getSize() : 0,
        switch (kind) {
          case FILE -> digest(archive, entry);
          case LINK -> entry.getLinkName();
          case HARD_LINK -> path(entry.getLinkName());
          case CHARACTER_DEVICE, BLOCK_DEVICE -> entry.getDevMajor() + ":" + entry.getDevMinor();
          case FOLDER, PIPE -> "";
        },
        attributes);
  }

  private static Kind kind(TarArchiveEntry entry) throws IOException {
    if (entry.isSymbolicLink()) {
      return Kind.LINK;
    }
    if (entry.isLink()) {
      return Kind.HARD_LINK;
    }
    if (entry.isDirectory()) {
      return Kind.FOLDER;
    }
    if (entry.isCharacterDevice()) {
      return Kind.CHARACTER_DEVICE;
    }
    if (entry.isBlockDevice()) {
      return Kind.BLOCK_DEVICE;
    }
    if (entry.isFIFO()) {
      return Kind.PIPE;
    }
    if (entry.isFile() && !entry.isSparse()) {
      return Kind.FILE;
    }
    throw new IOException("'%s' in the tree is of no known kind".formatted(entry.getName()));
  }

  private static String digest(TarFile archive, TarArchiveEntry entry) throws IOException {
    MessageDigest digest = Canonical.sha256();
    try (InputStream in = new DigestInputStream(archive.getInputStream(entry), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Canonical.hex(digest.digest());
  }

  private static String path(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return path.isEmpty() ? "." : path;
  }
}
