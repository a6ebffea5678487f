package com.pharmaserv.repave.debian.layout;

import com.pharmaserv.repave.bake.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A layout as text: a line for each place, in ASCII whatever the names are. */
public final class LayoutText {
  private static final String HEAD =
      """
      # Where files are on the disk, so that the next version of the image differs in few blocks. Written by: repave images layout
      # d(irectory) f(ile) l(ink) h(ard link) s(pecial); blocks of 4 KiB, with.without.with content; path
      format 1
      """;

  private static final String FORMAT = "format 1";
  private static final HexFormat HEX = HexFormat.of();

  private LayoutText() {}

  /** The text; the same layout always gives the same. */
  public static String write(Layout layout) {
    StringBuilder text = new StringBuilder(HEAD);
    for (Place place : layout.places()) {
      text.append(place.kind().letter()).append(' ').append(place.runs().text()).append(' ');
      text.append(escaped(place.path())).append('\n');
    }
    return text.toString();
  }

  /** The SHA-256 of its text: what stands for it in the digest of an image. */
  public static String digest(Layout layout) {
    return Sha256.of(write(layout));
  }

  /**
   * Reads a layout.
   *
   * @param file its name, for messages
   * @throws LayoutException naming file, line and value
   */
  public static Layout read(String text, String file) throws LayoutException {
    List<Place> places = new ArrayList<>();
    Layout.Order order = new Layout.Order();
    boolean format = false;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        if (!format) {
          format(line);
          format = true;
          continue;
        }
        Place place = place(line);
        order.next(place);
        places.add(place);
      } catch (IllegalArgumentException e) {
        throw new LayoutException("%s:%s: %s".formatted(file, number, e.getMessage()));
      }
    }
    if (!format) {
      throw new LayoutException(
          "%s: has no line '%s'; delete it and write it anew: repave images layout"
              .formatted(file, FORMAT));
    }
    try {
      return new Layout(places);
    } catch (IllegalArgumentException e) {
      throw new LayoutException("%s: %s".formatted(file, e.getMessage()));
    }
  }

  private static void format(String line) {
    if (!line.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "'%s' is not '%s'; a newer Repave wrote it, or something else"
              .formatted(shown(line), FORMAT));
    }
  }

  private static Place place(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException(
          "'%s' has %s words, not kind, blocks and path".formatted(shown(line), words.length));
    }
    Kind kind =
        Kind.of(words[0])
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "kind '%s' is none of d, f, l, h, s".formatted(shown(words[0]))));
    return new Place(kind, Runs.parse(words[1]), path(words[2]));
  }

  /**
   * Every byte that is not a printable one of ASCII, and the backslash, as two digits behind it.
   */
  private static String escaped(String path) {
    StringBuilder text = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '\\') {
        text.append((char) b);
      } else {
        text.append('\\').append(HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }

  private static String path(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        bytes.write(text.charAt(i));
      } else if (i + 2 < text.length() && hex(text, i + 1) && hex(text, i + 2)) {
        bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
        i += 2;
      } else {
        throw new IllegalArgumentException(
            "path '%s' has a \\ without two hexadecimal digits behind it".formatted(shown(text)));
      }
    }
    try {
      String path =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (escaped(path).equals(text)) {
        return path;
      }
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("path '%s' is not UTF-8".formatted(shown(text)), e);
    }
    throw new IllegalArgumentException("path '%s' is written otherwise".formatted(shown(text)));
  }

  private static boolean hex(String text, int at) {
    return HexFormat.isHexDigit(text.charAt(at));
  }

  /** Enough of it to be found. */
  private static String shown(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "…";
  }
}
