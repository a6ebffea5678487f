package com.pharmaserv.repave.aws.client;

import java.util.List;

/** What the name of an operation tells of it. */
final class Operations {
  private static final List<String> READING =
      List.of("Describe", "Get", "List", "Search", "Query", "BatchGet", "AssumeRole");

  private Operations() {}

  /** Whether it only reads. */
  static boolean reads(String operation) {
    return READING.stream().anyMatch(operation::startsWith);
  }
}
