package com.pharmaserv.repave.port;

import java.io.IOException;

/** The bytes under a journal: a file, or memory that can tear a write as a crash would. */
public interface JournalStore {
  /** Everything written so far; empty if nothing was. */
  byte[] read() throws IOException;

  /**
   * Appends and makes durable before returning.
   *
   * @param end where the caller believes the end to be; refused if it is elsewhere, because then
   *     somebody else has written
   */
  void append(long end, byte[] bytes) throws IOException;

  /** Drops everything from {@code size} on; used for a torn tail only. */
  void truncate(long size) throws IOException;

  /** What to call it in messages. */
  String name();
}
