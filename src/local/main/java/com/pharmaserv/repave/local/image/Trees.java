package com.pharmaserv.repave.local.image;

import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The finished tree of an image: checked, made durable, and closed to writing. */
final class Trees {
  private Trees() {}

  static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  /** Brings all files to the disk, then takes the right to write from everybody. */
  static void seal(Path tree) throws IOException, BakeException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(tree)) {
      // Deepest first: a directory is closed after what it holds.
      paths = walk.limit(Inputs.FILES_MAX * 2L).sorted(Comparator.reverseOrder()).toList();
    }
    long bytes = 0;
    if (paths.size() > Inputs.FILES_MAX) {
      throw new BakeException("the image has more than " + Inputs.FILES_MAX + " files");
    }
    for (Path path : paths) {
      if (Files.isSymbolicLink(path)) {
        requireInside(tree, path);
        continue;
      }
      if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        bytes += Files.size(path);
      } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new BakeException("'" + tree.relativize(path) + "' is neither file nor directory");
      }
      Durable.force(path);
      mode(path, sealed(path));
    }
    if (bytes > Inputs.BYTES_MAX) {
      throw new BakeException(
          "the image has " + bytes + " bytes, at most " + Inputs.BYTES_MAX + " are allowed");
    }
  }

  /** The same for everybody, whatever the umask was when it was made. */
  private static String sealed(Path path) throws IOException {
    boolean opens =
        Files.isDirectory(path)
            || Files.getPosixFilePermissions(path).contains(PosixFilePermission.OWNER_EXECUTE);
    return opens ? "r-xr-xr-x" : "r--r--r--";
  }

  private static void requireInside(Path tree, Path link) throws IOException, BakeException {
    Path target = Files.readSymbolicLink(link);
    Path parent = link.getParent() == null ? tree : link.getParent();
    if (target.isAbsolute() || !parent.resolve(target).normalize().startsWith(tree)) {
      throw new BakeException(
          "symbolic link '"
              + tree.relativize(link)
              + "' leads out of the image to '"
              + target
              + "'; copy the file instead");
    }
  }
}
