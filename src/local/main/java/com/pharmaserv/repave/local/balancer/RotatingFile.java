package com.pharmaserv.repave.local.balancer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that is appended to and, when full, kept as {@code .1} and {@code .2}. */
final class RotatingFile implements AutoCloseable {
  private static final int KEPT = 2;

  private final Path path;
  private final long maxBytes;
  private FileChannel channel;
  private long size;

  private RotatingFile(Path path, long maxBytes, FileChannel channel) throws IOException {
    this.path = path;
    this.maxBytes = maxBytes;
    this.channel = channel;
    this.size = channel.size();
  }

  static RotatingFile open(Path path, long maxBytes) throws IOException {
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new RotatingFile(path, maxBytes, append(path));
  }

  void append(CharSequence text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
    if (size > 0 && size + bytes.remaining() > maxBytes) {
      rotate();
    }
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private void rotate() throws IOException {
    channel.close();
    for (int number = KEPT; number > 1; number--) {
      moveIfThere(numbered(number - 1), numbered(number));
    }
    moveIfThere(path, numbered(1));
    channel = append(path);
    size = channel.size();
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path numbered(int number) {
    return path.resolveSibling(path.getFileName() + "." + number);
  }

  private static FileChannel append(Path path) throws IOException {
    return FileChannel.open(
        path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
