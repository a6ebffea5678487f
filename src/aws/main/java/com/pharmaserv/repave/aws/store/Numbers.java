package com.pharmaserv.repave.aws.store;

/** Numbers as texts of one length, so that DynamoDB's order of sort keys is theirs. */
final class Numbers {
  private Numbers() {}

  /** 19 digits: as many as the largest {@code long} has. */
  static String padded(long number) {
    return String.format("%019d", number);
  }
}
