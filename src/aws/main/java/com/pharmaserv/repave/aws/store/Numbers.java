package com.pharmaserv.repave.aws.store;

import java.util.Locale;

/** Numbers as texts of one length, so that DynamoDB's order of sort keys is theirs. */
final class Numbers {
  private Numbers() {}

  /** 19 digits: as many as the largest {@code long} has. */
  static String padded(long number) {
    return String.format(Locale.ROOT, "%019d", number);
  }
}
