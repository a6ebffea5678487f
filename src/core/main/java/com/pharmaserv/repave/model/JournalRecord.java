package com.pharmaserv.repave.model;

import java.time.Instant;

/**
 * One record of a fleet's journal.
 *
 * @param number position, from 1 without gaps
 * @param epoch of the lease it was written under
 * @param hash SHA-256 over the previous record's hash and this record's bytes, in hexadecimal
 */
public record JournalRecord(long number, Instant at, long epoch, JournalEntry entry, String hash) {
  /** The head of a journal that ends with this record. */
  public Head asHead() {
    return new Head(number, hash);
  }
}
