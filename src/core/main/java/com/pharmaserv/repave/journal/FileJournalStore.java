package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.JournalStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A journal's bytes in a file, fsynced with every append, and its head in another one. */
public final class FileJournalStore implements JournalStore {
  /** Bytes of a head: a number, a colon, 64 digits, a line feed. */
  private static final int HEAD_MAX = 100;

  private final Path file;
  private final Path head;

  /**
   * A journal of two files.
   *
   * @param head in another folder, so that an older copy of the journal's folder does not bring an
   *     older head with it
   */
  public FileJournalStore(Path file, Path head) {
    this.file = file;
    this.head = head;
  }

  @Override
  public byte[] read() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  @Override
  public Optional<Head> head() throws IOException {
    if (!Files.exists(head)) {
      return Optional.empty();
    }
    String text = SmallFile.read(head, HEAD_MAX).strip();
    try {
      return Optional.of(Head.parse(text));
    } catch (IllegalArgumentException bad) {
      throw new IOException("'" + head + "': " + bad.getMessage(), bad);
    }
  }

  @Override
  public void append(long end, byte[] bytes, Head head) throws IOException {
    boolean created = !Files.exists(file);
    if (created) {
      PrivateFiles.directory(PrivateFiles.folderOf(file));
      PrivateFiles.create(file);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() != end) {
        throw new IOException(
            "it is " + channel.size() + " bytes long, not " + end + ": somebody else has written");
      }
      channel.position(end);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    if (created) {
      PrivateFiles.sync(PrivateFiles.folderOf(file));
    }
    remember(head);
  }

  @Override
  public void remember(Head head) throws IOException {
    PrivateFiles.directory(PrivateFiles.folderOf(this.head));
    PrivateFiles.replace(this.head, head + "\n");
  }

  @Override
  public void truncate(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String headName() {
    return head.toString();
  }
}
