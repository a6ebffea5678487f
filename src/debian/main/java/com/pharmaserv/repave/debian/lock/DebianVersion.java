package com.pharmaserv.repave.debian.lock;

import java.util.regex.Pattern;

/**
 * A version as dpkg orders it: epoch, upstream version, revision (deb-version(7)). Equal only if
 * written alike, although dpkg takes {@code 1.0} and {@code 0:1.0} for the same; {@link #compareTo}
 * answers 0 for those.
 */
public record DebianVersion(String text) implements Comparable<DebianVersion> {
  private static final Pattern TEXT =
      Pattern.compile("(?:[0-9]{1,9}:)?(?!.*-$)[A-Za-z0-9][A-Za-z0-9.+~-]{0,199}");

  public DebianVersion {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "version '%s' must look like 1:2.3-4, see deb-version(7)".formatted(text));
    }
  }

  @Override
  public int compareTo(DebianVersion other) {
    int order = Integer.compare(epoch(), other.epoch());
    if (order == 0) {
      order = compareParts(upstream(), other.upstream());
    }
    return order == 0 ? compareParts(revision(), other.revision()) : order;
  }

  @Override
  public String toString() {
    return text;
  }

  private int epoch() {
    int colon = text.indexOf(':');
    return colon < 0 ? 0 : Integer.parseInt(text.substring(0, colon));
  }

  private String upstream() {
    int dash = text.lastIndexOf('-');
    return text.substring(text.indexOf(':') + 1, dash < 0 ? text.length() : dash);
  }

  private String revision() {
    int dash = text.lastIndexOf('-');
    return dash < 0 ? "" : text.substring(dash + 1);
  }

  /** Alternating runs of non-digits, by letter, and of digits, by number. */
  private static int compareParts(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (isLetter(a, i) || isLetter(b, j)) {
        int order = Integer.compare(weight(a, i), weight(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int firstDigit = i;
      int secondDigit = j;
      i = afterDigits(a, i);
      j = afterDigits(b, j);
      int order = compareNumbers(a.substring(firstDigit, i), b.substring(secondDigit, j));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static boolean isLetter(String s, int at) {
    return at < s.length() && !isDigit(s.charAt(at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int afterDigits(String s, int from) {
    int at = from;
    while (at < s.length() && isDigit(s.charAt(at))) {
      at++;
    }
    return at;
  }

  /** A tilde sorts before the end, letters before all else; a digit counts as the end. */
  private static int weight(String s, int at) {
    if (at >= s.length() || isDigit(s.charAt(at))) {
      return 0;
    }
    char c = s.charAt(at);
    if (c == '~') {
      return -1;
    }
    boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return letter ? c : c + 256;
  }

  private static int compareNumbers(String a, String b) {
    String left = a.replaceFirst("^0+", "");
    String right = b.replaceFirst("^0+", "");
    int order = Integer.compare(left.length(), right.length());
    return order == 0 ? Integer.signum(left.compareTo(right)) : order;
  }
}
