package com.pharmaserv.repave.debian.paper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of files as words of a line, as addresses of the web have them: whatever is not a visible
 * sign of ASCII becomes its bytes in UTF-8, each a percent sign with two digits. So are the signs
 * that have a meaning in the line.
 */
final class Escapes {
  /** For nothing; a name that is a hyphen itself is escaped. */
  static final String NOTHING = "-";

  private static final String MEANT = "%,=";

  private Escapes() {}

  static String write(String name) {
    if (name.isEmpty()) {
      return NOTHING;
    }
    StringBuilder text = new StringBuilder(name.length() + 8);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b > ' ' && b < 0x7f && MEANT.indexOf(b) < 0;
      if (plain && !name.equals(NOTHING)) {
        text.append((char) b);
      } else {
        text.append('%').append(HexFormat.of().toHexDigits(b).toUpperCase(Locale.ROOT));
      }
    }
    return text.toString();
  }

  /** The name that a word stands for. */
  static String read(String word, int line) {
    if (word.equals(NOTHING)) {
      return "";
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < word.length(); i++) {
        char c = word.charAt(i);
        if (c == '%') {
          bytes.write(HexFormat.fromHexDigits(word, i + 1, i + 3));
          i += 2;
        } else {
          bytes.write(c);
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "line %s: '%s' has a percent sign without two digits".formatted(line, word), e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
