package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packages, changelogs and locks for the tests. */
final class Debs {
  private static final Path RESOURCES = Path.of("test/resources/advisory");
  private static final Instant AT = Instant.parse("2026-11-28T20:14:35Z");

  private Debs() {}

  static byte[] bytes(String resource) throws IOException {
    return Files.readAllBytes(RESOURCES.resolve(resource));
  }

  static String text(String resource) throws IOException {
    return Files.readString(RESOURCES.resolve(resource));
  }

  static Changelog changelog(String resource) throws IOException, AdvisoryException {
    return ChangelogReader.read(text(resource), resource);
  }

  /** A tree: a value that begins with {@code ->} is a link; a name that ends with .gz is packed. */
  static byte[] tar(Map<String, String> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        String value = file.getValue();
        if (value.startsWith("->")) {
          TarArchiveEntry link = new TarArchiveEntry(file.getKey(), TarConstants.LF_SYMLINK);
          link.setLinkName(value.substring(2));
          tar.putArchiveEntry(link);
        } else {
          byte[] content = value.getBytes(StandardCharsets.UTF_8);
          byte[] packed = file.getKey().endsWith(".gz") ? gzip(content) : content;
          TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
          entry.setSize(packed.length);
          tar.putArchiveEntry(entry);
          tar.write(packed);
        }
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return packed.toByteArray();
  }

  static byte[] xz(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream xz = new XZOutputStream(packed, new LZMA2Options(0))) {
      xz.write(bytes);
    }
    return packed.toByteArray();
  }

  /** A package with that member for its tree. */
  static byte[] deb(String member, byte[] data) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArArchiveOutputStream ar = new ArArchiveOutputStream(bytes)) {
      add(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
      add(ar, "control.tar.xz", new byte[] {1, 2, 3});
      add(ar, member, data);
    }
    return bytes.toByteArray();
  }

  static byte[] deb(Map<String, String> files) throws IOException {
    return deb("data.tar.xz", xz(tar(files)));
  }

  private static void add(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
    ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length));
    ar.write(bytes);
    ar.closeArchiveEntry();
  }

  static LockedPackage locked(String name, String version, String source, String sourceVersion) {
    return new LockedPackage(
        name,
        new DebianVersion(version),
        "amd64",
        version.contains("deb13u") ? "trixie-security" : "trixie",
        1000,
        "%064x".formatted((name + version).hashCode() & 0xffffffffL),
        new LockedPackage.Source(source, new DebianVersion(sourceVersion)),
        "pool/main/%s_%s_amd64.deb".formatted(name, version.replace(":", "%3a")));
  }

  static LockedPackage openssl(String name, String version) {
    return locked(name, version, "openssl", version);
  }

  static Lock lock(LockedPackage... packages) {
    return new Lock(
        "base",
        AT,
        List.of("openssl"),
        List.of(
            new Lock.Archive("http://deb.debian.org/debian", "trixie", AT, "0".repeat(64)),
            new Lock.Archive(
                "http://deb.debian.org/debian-security", "trixie-security", AT, "1".repeat(64))),
        List.of(packages));
  }
}
