package com.pharmaserv.repave.debian.advisory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads the history of a package out of its .deb, as a stream and no further than needed. */
public final class DebDocs {
  private static final String DOC = "usr/share/doc/";

  /** Another package's folder, or a file in it. */
  private static final Pattern LINKED =
      Pattern.compile("/usr/share/doc/([a-z0-9][a-z0-9+.-]{1,127})(?:/[^/]+)?");

  /** The kernel's, the longest of Debian, is 5 MB. */
  private static final int CHANGELOG_MAX = 32 << 20;

  private static final int PACKED_MAX = 8 << 20;

  /** Debian's largest packages unpack to some 3 GB. */
  private static final long UNPACKED_MAX = 8L << 30;

  /** The most of any package of Debian is a quarter of it. */
  private static final int ENTRIES_MAX = 400_000;

  private final String name;
  private final String folder;
  private final Map<String, byte[]> files = new TreeMap<>();
  private Optional<String> elsewhere = Optional.empty();

  private DebDocs(String name) {
    this.name = name;
    this.folder = DOC + name;
  }

  /**
   * Reads what the folder of documentation tells.
   *
   * @param deb the file's bytes; not closed
   * @param name of the package
   * @throws AdvisoryException if that is no Debian package, or not what Debian's look like
   */
  public static PackageHistory read(InputStream deb, String name) throws AdvisoryException {
    DebDocs docs = new DebDocs(name);
    try (InputStream data = DebData.open(deb, UNPACKED_MAX)) {
      docs.walk(new TarArchiveInputStream(data, StandardCharsets.UTF_8.name()));
      return docs.history();
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new AdvisoryException(
          "package '%s': its .deb cannot be read: %s".formatted(name, Feed.why(e)), e);
    }
  }

  private void walk(TarArchiveInputStream tar) throws IOException {
    int entries = 0;
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      if (++entries > ENTRIES_MAX) {
        throw new IOException("it has more than " + ENTRIES_MAX + " files");
      }
      boolean inside = take(tar, entry);
      // dpkg-deb sorts what it packs, so that nothing more of the folder follows.
      if (!inside && (elsewhere.isPresent() || main().isPresent())) {
        return;
      }
    }
  }

  /** Whether the entry is the folder or in it. */
  private boolean take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    String path = entry.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
    if (path.equals(folder)) {
      link(entry, path);
      return true;
    }
    if (!path.startsWith(folder + "/")) {
      return false;
    }
    String file = path.substring(folder.length() + 1);
    if (isChangelog(file)) {
      if (entry.isSymbolicLink() || entry.isLink()) {
        link(entry, path);
      } else {
        files.put(file, bounded(tar, PACKED_MAX, path));
      }
    }
    return true;
  }

  private void link(TarArchiveEntry entry, String path) {
    if (!entry.isSymbolicLink() && !entry.isLink()) {
      return;
    }
    // A hard link is told from the root.
    Path from = entry.isLink() ? Path.of("/") : Path.of("/" + path).resolveSibling("");
    Matcher linked = LINKED.matcher(from.resolve(entry.getLinkName()).normalize().toString());
    if (linked.matches() && !linked.group(1).equals(name)) {
      elsewhere = Optional.of(linked.group(1));
    }
  }

  private static boolean isChangelog(String file) {
    return file.matches("changelog(?:\\.Debian(?:\\.[a-z0-9-]{1,32})?)?(?:\\.gz)?");
  }

  /** The changelog of Debian; that of upstream has its name only in packages without a revision. */
  private Optional<String> main() {
    for (String file : new String[] {"changelog.Debian.gz", "changelog.Debian", "changelog.gz"}) {
      if (files.containsKey(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private PackageHistory history() throws IOException, AdvisoryException {
    Optional<String> main = main();
    if (main.isEmpty()) {
      return new PackageHistory(name, Optional.empty(), elsewhere);
    }
    Changelog changelog;
    try {
      changelog = parsed(main.get());
    } catch (AdvisoryException upstream) {
      if (!main.get().equals("changelog.gz")) {
        throw upstream;
      }
      return new PackageHistory(name, Optional.empty(), elsewhere);
    }
    for (String file : files.keySet()) {
      if (file.matches("changelog\\.Debian\\.(?!gz)[a-z0-9-]+(?:\\.gz)?")) {
        changelog = changelog.after(parsed(file));
      }
    }
    return new PackageHistory(name, Optional.of(changelog), Optional.empty());
  }

  private Changelog parsed(String file) throws IOException, AdvisoryException {
    String path = folder + "/" + file;
    byte[] bytes = files.getOrDefault(file, new byte[0]);
    if (file.endsWith(".gz")) {
      try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
        bytes = bounded(unpacked, CHANGELOG_MAX, path);
      } catch (IOException e) {
        throw new IOException(path + ": " + Feed.why(e), e);
      }
    }
    return ChangelogReader.read(new String(bytes, StandardCharsets.UTF_8), path);
  }

  private static byte[] bounded(InputStream in, int max, String path) throws IOException {
    byte[] bytes = in.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new IOException("%s has more than %s bytes".formatted(path, max));
    }
    return bytes;
  }
}
