package com.pharmaserv.repave.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param address the first address as an unsigned number of 32 bits
 * @param prefix how many leading bits all addresses share, 0 to 32
 */
public record Cidr(long address, int prefix) {
  private static final int BITS = 32;
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})/([0-9]{1,2})");

  public Cidr {
    if (prefix < 0 || prefix > BITS || address < 0 || address >>> BITS != 0) {
      throw new IllegalArgumentException("no block of addresses: " + address + "/" + prefix);
    }
    if (address % size(prefix) != 0) {
      throw new IllegalArgumentException(
          "'" + dotted(address) + "/" + prefix + "' has bits set behind its prefix");
    }
  }

  /** Reads {@code 10.16.0.0/16}. */
  public static Cidr parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not of the form 10.16.0.0/16");
    }
    long address = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(matcher.group(group));
      if (octet > 255) {
        throw new IllegalArgumentException("'" + text + "' holds " + octet + ", above 255");
      }
      address = address * 256 + octet;
    }
    int prefix = Integer.parseInt(matcher.group(5));
    if (prefix > BITS) {
      throw new IllegalArgumentException("'" + text + "' has a prefix above " + BITS);
    }
    return new Cidr(address, prefix);
  }

  /**
   * One of the equal parts that this block is cut into.
   *
   * @param bits it is cut into two to the power of this
   * @param index of the part, from 0
   */
  public Cidr part(int bits, int index) {
    int longer = prefix + bits;
    if (longer > BITS || index < 0 || index >= 1 << bits) {
      throw new IllegalArgumentException(this + " has no part " + index + " of 2^" + bits);
    }
    return new Cidr(address + index * size(longer), longer);
  }

  /** Whether any address is in both. */
  public boolean overlaps(Cidr other) {
    return address < other.address + size(other.prefix) && other.address < address + size(prefix);
  }

  /** Whether every address of the other one is in this one. */
  public boolean contains(Cidr other) {
    return prefix <= other.prefix && overlaps(other);
  }

  @Override
  public String toString() {
    return dotted(address) + "/" + prefix;
  }

  private static long size(int prefix) {
    return 1L << (BITS - prefix);
  }

  private static String dotted(long address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
