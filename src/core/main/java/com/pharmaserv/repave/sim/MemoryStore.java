package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.port.JournalStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A journal's bytes in memory, which survive the engine and tear when it dies in a write. */
public final class MemoryStore implements JournalStore {
  private final Faults faults;
  private final List<String> lines = new ArrayList<>();
  private byte[] bytes = new byte[0];
  private Optional<Head> head = Optional.empty();

  public MemoryStore(Faults faults) {
    this.faults = faults;
  }

  @Override
  public byte[] read() {
    return bytes.clone();
  }

  @Override
  public Optional<Head> head() {
    return head;
  }

  @Override
  public void remember(Head head) {
    this.head = Optional.of(head);
  }

  @Override
  public void append(long end, byte[] more, Head head) throws IOException {
    if (end != bytes.length) {
      throw new IOException("it is " + bytes.length + " bytes long, not " + end);
    }
    switch (faults.write()) {
      case NONE -> {
        add(more, more.length);
        remember(head);
      }
      case CRASH_BEFORE -> throw new SimulatedCrash("before a journal write");
      case CRASH_TORN -> {
        add(more, more.length / 2);
        throw new SimulatedCrash("inside a journal write");
      }
      case CRASH_AFTER -> {
        add(more, more.length);
        throw new SimulatedCrash("after a journal write");
      }
    }
  }

  private void add(byte[] more, int length) {
    int old = bytes.length;
    bytes = Arrays.copyOf(bytes, old + length);
    System.arraycopy(more, 0, bytes, old, length);
    if (length == more.length) {
      lines.add(new String(more, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void truncate(long size) {
    bytes = Arrays.copyOf(bytes, Math.toIntExact(size));
  }

  @Override
  public String name() {
    return "simulated journal";
  }

  @Override
  public String headName() {
    return "simulated head";
  }

  /** Whether the numbered record is on disk and an intent. */
  boolean holdsIntent(long number) {
    return number >= 1
        && number <= lines.size()
        && lines.get(Math.toIntExact(number - 1)).contains("\"entry\":\"intent\"");
  }
}
