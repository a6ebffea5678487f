package com.pharmaserv.repave.debian.check;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A packed tree, read once: what the checks ask for, and no more.
 *
 * @param files every entry, in the order of the archive
 * @param texts of the few files that are read, by path
 * @param keys files that hold a private key
 * @param packaged paths that belong to a package, without a slash in front
 */
record Tree(List<Entry> files, Map<String, String> texts, List<String> keys, Set<String> packaged) {
  static final String SHADOW = "etc/shadow";
  static final String PASSWD = "etc/passwd";
  static final String STATUS = "var/lib/dpkg/status";

  /** Where dpkg notes which files a package brought. */
  private static final Pattern LIST = Pattern.compile("var/lib/dpkg/info/[^/]+\\.list");

  private static final Pattern KEY = Pattern.compile("-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----");

  /** A key file is small; what is larger is a program that knows the words. */
  private static final int KEY_BYTES_MAX = 64 * 1024;

  /** dpkg's status of 1,000 packages has 2 MB. */
  private static final int TEXT_BYTES_MAX = 64 * 1024 * 1024;

  private static final int ENTRIES_MAX = 1_000_000;

  /** One file, folder or link. */
  record Entry(String path, int mode, long owner, long size, boolean file, boolean link) {
    private static final int SET_ID = 06000;
    private static final int STICKY = 01000;
    private static final int OTHERS_WRITE = 02;

    boolean setsId() {
      return file && (mode & SET_ID) != 0;
    }

    /** Anybody may change it, and in a folder what belongs to others. */
    boolean open() {
      return !link && (mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0;
    }
  }

  static Tree read(Path tar) throws IOException {
    List<Entry> files = new ArrayList<>();
    Map<String, String> texts = new HashMap<>();
    List<String> keys = new ArrayList<>();
    Set<String> packaged = new HashSet<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), 1 << 20);
        TarArchiveInputStream archive = new TarArchiveInputStream(in, "UTF-8")) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        if (files.size() == ENTRIES_MAX) {
          throw new IOException("the tree has more than " + ENTRIES_MAX + " files");
        }
        String path = path(entry.getName());
        boolean regular = entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
        files.add(
            new Entry(
                path,
                entry.getMode(),
                entry.getLongUserId(),
                regular ? entry.getSize() : 0,
                regular,
                entry.isSymbolicLink()));
        if (regular) {
          text(path, entry.getSize(), archive, texts, keys, packaged);
        }
      }
    }
    return new Tree(files, texts, keys, packaged);
  }

  private static void text(
      String path,
      long size,
      InputStream in,
      Map<String, String> texts,
      List<String> keys,
      Set<String> packaged)
      throws IOException {
    boolean list = LIST.matcher(path).matches();
    if (list || Set.of(SHADOW, PASSWD, STATUS).contains(path)) {
      if (size > TEXT_BYTES_MAX) {
        throw new IOException("'%s' has %s bytes".formatted(path, size));
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (list) {
        text.lines().map(line -> line.replaceFirst("^/", "")).forEach(packaged::add);
      } else {
        texts.put(path, text);
      }
    } else if (size <= KEY_BYTES_MAX
        && KEY.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)).find()) {
      keys.add(path);
    }
  }

  private static String path(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  Optional<String> text(String path) {
    return Optional.ofNullable(texts.get(path));
  }
}
