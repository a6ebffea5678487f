package com.pharmaserv.repave.aws.twin;

import java.util.Random;

/** Ids that look like AWS's and come from the seed. */
public final class Ids {
  private static final int HEX_DIGITS = 17;

  private final Random random;

  Ids(long seed) {
    this.random = new Random(seed);
  }

  /** Such as {@code i-} and 17 hexadecimal digits. */
  public String next(String prefix) {
    return prefix + "-" + hex(HEX_DIGITS);
  }

  public String hex(int digits) {
    StringBuilder out = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      out.append(Character.forDigit(random.nextInt(16), 16));
    }
    return out.toString();
  }

  public String uuid() {
    return hex(8) + "-" + hex(4) + "-" + hex(4) + "-" + hex(4) + "-" + hex(12);
  }
}
