package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Head;
import java.io.IOException;
import java.util.Optional;

/**
 * The bytes under a journal and, apart from them, its head: a file, or memory that can tear a write
 * as a crash would.
 *
 * <p>A record is durable first, its head afterwards. So a crash between the two leaves a journal
 * that is one record ahead of its head, and nothing else does: a head ahead of its journal, or
 * behind it by more than one, shows that somebody has changed one of them.
 */
public interface JournalStore {
  /** Everything written so far; empty if nothing was. */
  byte[] read() throws IOException;

  /** What was last remembered; none of a journal from before heads were kept. */
  Optional<Head> head() throws IOException;

  /**
   * Appends and makes durable before returning, then remembers the head.
   *
   * @param end where the caller believes the end to be; refused if it is elsewhere, because then
   *     somebody else has written
   * @param head of the journal with these bytes
   */
  void append(long end, byte[] bytes, Head head) throws IOException;

  /** Remembers the head of what is there: a crash came between a record and its head. */
  void remember(Head head) throws IOException;

  /** Drops everything from {@code size} on; used for a torn tail only. */
  void truncate(long size) throws IOException;

  /** What to call it in messages. */
  String name();

  /** What to call the place of its head. */
  String headName();
}
