package com.pharmaserv.repave.operation;

/** What an operation answers; a record, from which text, JSON and exit codes are made. */
public interface Answer {
  /** How it went. */
  Outcome outcome();
}
