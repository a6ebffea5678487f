package com.pharmaserv.repave.local.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are either there in full after a crash or not there at all. */
public final class Durable {
  private static final String OWNER_ONLY = "rwx------";
  private static final String OWNER_FILE = "rw-------";

  private Durable() {}

  /** Makes the directory and its parents, open to their owner only. */
  public static void privateDirectory(Path folder) throws IOException {
    Files.createDirectories(folder, permissions(OWNER_ONLY));
    if (!Files.getPosixFilePermissions(folder).equals(mode(OWNER_ONLY))) {
      Files.setPosixFilePermissions(folder, mode(OWNER_ONLY));
    }
  }

  /** Makes the file unless it is there; in any case only its owner may open it. */
  public static void privateFile(Path file) throws IOException {
    try {
      Files.createFile(file, permissions(OWNER_FILE));
    } catch (FileAlreadyExistsException there) {
      if (!Files.getPosixFilePermissions(file).equals(mode(OWNER_FILE))) {
        Files.setPosixFilePermissions(file, mode(OWNER_FILE));
      }
    }
  }

  /** Replaces the file in one step; it is readable by its owner only. */
  public static void write(Path file, byte[] content) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent(), "a file stands in a directory");
    // The process number keeps two writers apart; a crash leaves at most one such file behind.
    Path fresh =
        parent.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    Files.deleteIfExists(fresh);
    try {
      try (FileChannel out =
          FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), permissions(OWNER_FILE))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(fresh, file, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(fresh);
      throw new IOException("cannot write '" + file + "': " + reason(e), e);
    }
    force(parent);
  }

  /** The file's bytes, or empty if there is none. */
  public static Optional<byte[]> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Waits until the file, or the names in the directory, are on the disk. */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, READ)) {
      channel.force(true);
    }
  }

  /**
   * Keeps a log from filling the disk: one that is too long becomes {@code .1}, and its writer,
   * which must append, goes on in an empty file. A line that is written meanwhile may be lost.
   */
  public static void bound(Path log, long bytesMax) throws IOException {
    if (Files.exists(log) && Files.size(log) > bytesMax) {
      Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(log, WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** Removes the directory and all it holds, read-only or not; does nothing if it is missing. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(dir, mode(OWNER_ONLY));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The reason of a failed file operation in words; Java's own message is often only the path. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied on '" + denied.getFile() + "'";
    }
    if (failure instanceof NoSuchFileException missing) {
      return "'" + missing.getFile() + "' does not exist";
    }
    if (failure instanceof FileAlreadyExistsException existing) {
      return "'" + existing.getFile() + "' is in the way";
    }
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() == null
          ? file.getReason()
          : file.getReason() + ": '" + file.getFile() + "'";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String mode) {
    return PosixFilePermissions.asFileAttribute(mode(mode));
  }

  private static Set<PosixFilePermission> mode(String mode) {
    return PosixFilePermissions.fromString(mode);
  }
}
