package com.pharmaserv.repave.debian.layout;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Puts fillers into a tree, and takes them out of the file system that was made of it. */
public final class Fillers {
  /** What fills a block: never zeros, of which mke2fs makes holes. */
  private static final byte[] FILL =
      "filler of repave".repeat(Runs.BLOCK / 16).getBytes(StandardCharsets.US_ASCII);

  private Fillers() {}

  /** Writes one as an entry of a tar; the stream stays open. */
  static void write(Entry filler, OutputStream out) throws IOException {
    // One for each: it ends with the entry, and no end of a tar is written.
    TarArchiveOutputStream tar = new TarArchiveOutputStream(new Shared(out), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    tar.putArchiveEntry(header(filler));
    boolean content = filler.kind() == Kind.FILE;
    if (content) {
      for (int count : filler.runs().counts()) {
        for (int i = 0; i < count; i++) {
          tar.write(content ? FILL : PackedTree.EMPTY);
        }
        content = !content;
      }
    }
    tar.closeArchiveEntry();
    tar.flush();
  }

  private static TarArchiveEntry header(Entry filler) {
    String name = "./" + filler.path();
    TarArchiveEntry entry =
        switch (filler.kind()) {
          case DIRECTORY -> new TarArchiveEntry(name + "/");
          case HARD_LINK -> new TarArchiveEntry(name, TarConstants.LF_LINK);
          default -> new TarArchiveEntry(name);
        };
    if (filler.kind() == Kind.HARD_LINK) {
      entry.setLinkName("./" + filler.target());
    } else if (filler.kind() == Kind.FILE) {
      entry.setSize(Runs.BLOCK * filler.runs().counts().stream().mapToLong(c -> c).sum());
    }
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }

  /**
   * A script for debugfs that removes them.
   *
   * @param fillers those in a folder before the folder
   */
  public static String removal(List<Entry> fillers) {
    StringBuilder script = new StringBuilder();
    for (Entry filler : fillers) {
      script.append(filler.kind() == Kind.DIRECTORY ? "rmdir" : "rm");
      script.append(" \"/").append(filler.path()).append("\"\n");
    }
    return script.toString();
  }

  /** Is not closed with what writes to it. */
  private static final class Shared extends FilterOutputStream {
    Shared(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
