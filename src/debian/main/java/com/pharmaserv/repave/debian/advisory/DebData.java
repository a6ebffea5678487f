package com.pharmaserv.repave.debian.advisory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The tree inside a .deb as an uncompressed tar: deb(5). */
final class DebData {
  /** deb(5) has three members; others may be added behind an underscore. */
  private static final int MEMBERS_MAX = 16;

  /** What {@code xz -9} needs, 65 MB, twice. */
  private static final int XZ_MEMORY_KIB = 128 << 10;

  private DebData() {}

  static InputStream open(InputStream deb, long max) throws IOException {
    ArArchiveInputStream ar = new ArArchiveInputStream(new BufferedInputStream(deb));
    ArArchiveEntry first = ar.getNextEntry();
    if (first == null || !first.getName().equals("debian-binary")) {
      throw new IOException("it does not begin with 'debian-binary', as every package does");
    }
    for (int members = 1; members < MEMBERS_MAX; members++) {
      ArArchiveEntry entry = ar.getNextEntry();
      if (entry == null) {
        break;
      }
      if (entry.getName().startsWith("data.tar")) {
        return new Bounded(unpacked(entry.getName(), ar), max, "it unpacks to");
      }
    }
    throw new IOException("it has no member 'data.tar'");
  }

  private static InputStream unpacked(String member, InputStream in) throws IOException {
    return switch (member) {
      case "data.tar" -> in;
      case "data.tar.gz" -> new GZIPInputStream(in);
      case "data.tar.xz" -> new XZInputStream(in, XZ_MEMORY_KIB);
      default ->
          throw new IOException(
              "its member '%s' is not compressed by xz or gzip, as Debian's are".formatted(member));
    };
  }
}
