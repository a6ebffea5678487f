package com.pharmaserv.repave.journal;

import com.pharmaserv.repave.port.JournalStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A journal's bytes in a file, fsynced with every append. */
public final class FileJournalStore implements JournalStore {
  private final Path file;

  public FileJournalStore(Path file) {
    this.file = file;
  }

  @Override
  public byte[] read() throws IOException {
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  @Override
  public void append(long end, byte[] bytes) throws IOException {
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
}
