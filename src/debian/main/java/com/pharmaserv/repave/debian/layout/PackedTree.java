package com.pharmaserv.repave.debian.layout;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * The tree of an image as GNU tar packed it. It is written anew in another order with the bytes of
 * each entry as they are, so that owners, modes, times and attributes are whatever they were.
 */
public final class PackedTree implements Closeable {
  /** The unit of a tar. */
  private static final int RECORD = 512;

  private static final int TYPE_AT = 156;

  /** From here on the target of a link does not fit into an inode (i_block of ext4). */
  private static final int LONG_LINK = 60;

  static final byte[] EMPTY = new byte[Runs.BLOCK];

  private final Path file;
  private final TarFile tar;
  private final FileChannel channel;
  private final List<Entry> entries = new ArrayList<>();

  /** Where each entry ends, the root before the first. */
  private final List<Long> ends = new ArrayList<>();

  private PackedTree(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file);
    this.tar = new TarFile(channel, TarConstants.DEFAULT_BLKSIZE, RECORD, "UTF-8", false);
  }

  /** Reads all of it. */
  public static PackedTree open(Path tar) throws IOException {
    PackedTree tree = new PackedTree(tar);
    try {
      tree.read();
      return tree;
    } catch (IllegalArgumentException e) {
      tree.close();
      throw new IOException("%s: %s".formatted(tar, e.getMessage()), e);
    } catch (IOException e) {
      tree.close();
      throw e;
    }
  }

  /** What is in it, the root left out. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void read() throws IOException {
    byte[] buffer = new byte[1 << 20];
    long start = 0;
    for (TarArchiveEntry entry : tar.getEntries()) {
      String path = path(entry.getName());
      if (entry.isSparse() || type(start) == TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER) {
        throw new IOException(
            "%s: entry '%s' is packed in a way that cannot be put elsewhere".formatted(file, path));
      }
      boolean root = path.isEmpty() || path.equals(".");
      if (root != ends.isEmpty()) {
        throw new IOException(
            "%s: '%s' is entry %s; the root must be the first and only the first"
                .formatted(file, path, ends.size() + 1));
      }
      if (!root) {
        entries.add(entry(entry, path, buffer));
      }
      start = entry.getDataOffset() + (entry.getSize() + RECORD - 1) / RECORD * RECORD;
      ends.add(start);
    }
  }

  private byte type(long start) throws IOException {
    ByteBuffer type = ByteBuffer.allocate(1);
    channel.read(type, start + TYPE_AT);
    return type.get(0);
  }

  private Entry entry(TarArchiveEntry entry, String path, byte[] buffer) throws IOException {
    if (entry.isLink()) {
      return new Entry(Kind.HARD_LINK, Runs.NONE, path, path(entry.getLinkName()));
    }
    if (entry.isSymbolicLink()) {
      int length = entry.getLinkName().getBytes(StandardCharsets.UTF_8).length;
      return new Entry(Kind.SYMLINK, Runs.of(length < LONG_LINK ? 0 : 1), path, "");
    }
    if (entry.isDirectory()) {
      return new Entry(Kind.DIRECTORY, Runs.of(1), path, "");
    }
    byte flag = entry.getLinkFlag();
    return flag == TarConstants.LF_NORMAL || flag == TarConstants.LF_OLDNORM
        ? new Entry(Kind.FILE, runs(entry, buffer), path, "")
        : new Entry(Kind.SPECIAL, Runs.NONE, path, "");
  }

  private Runs runs(TarArchiveEntry entry, byte[] buffer) throws IOException {
    Runs.Counter counter = new Runs.Counter();
    try (InputStream in = tar.getInputStream(entry)) {
      for (int got = in.readNBytes(buffer, 0, buffer.length);
          got > 0;
          got = in.readNBytes(buffer, 0, buffer.length)) {
        for (int at = 0; at < got; at += Runs.BLOCK) {
          int end = Math.min(got, at + Runs.BLOCK);
          counter.block(!Arrays.equals(buffer, at, end, EMPTY, 0, end - at));
        }
      }
    }
    return counter.runs();
  }

  private static String path(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Writes it by a plan for its entries, with the fillers. */
  public void write(Plan plan, Path to) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 20)) {
      copy(0, out);
      for (Plan.Step step : plan.steps()) {
        if (step instanceof Plan.Stays stays) {
          copy(stays.entry() + 1, out);
        } else if (step instanceof Plan.Filler filler) {
          Fillers.write(filler.entry(), out);
        }
      }
      for (int index : plan.tail()) {
        copy(index + 1, out);
      }
      // Two empty records end a tar.
      out.write(EMPTY, 0, 2 * RECORD);
    }
  }

  private void copy(int number, OutputStream out) throws IOException {
    long end = ends.get(number);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long at = number == 0 ? 0 : ends.get(number - 1); at < end; ) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
      int got = channel.read(buffer, at);
      if (got < 0) {
        throw new IOException("%s ends within an entry".formatted(file));
      }
      out.write(buffer.array(), 0, got);
      at += got;
    }
  }

  @Override
  public void close() throws IOException {
    // The channel with it.
    tar.close();
  }
}
