package com.pharmaserv.repave.bake;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest of blocks as text: three lines that say what it is, and one for each block, in the
 * order of their indexes. There is one text for one disk, and no other is read.
 */
public final class BlocksText {
  private static final String FORMAT = "repave-blocks-1";

  /** So that a file which is something else is not read to its end: 64 TiB of full blocks. */
  private static final int LINES_MAX = 3 + (1 << 27);

  private static final Pattern HEAD =
      Pattern.compile(FORMAT + "\nsize (\\d{1,17})\nblock (\\d{1,9})\n");

  private static final Pattern LINE = Pattern.compile("(\\d{1,9}) ([0-9a-f]{64})\n");

  private BlocksText() {}

  public static String write(Blocks blocks) {
    StringBuilder text = new StringBuilder(64 + 75 * blocks.digests().size());
    text.append(FORMAT).append('\n');
    text.append("size ").append(blocks.size()).append('\n');
    text.append("block ").append(Blocks.BLOCK).append('\n');
    blocks
        .digests()
        .forEach((index, digest) -> text.append(index).append(' ').append(digest).append('\n'));
    return text.toString();
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static Blocks read(String text) {
    Matcher head = HEAD.matcher(text);
    if (!head.lookingAt()) {
      throw new IllegalArgumentException(
          "line 1: no manifest of blocks, which begins with '%s', size and block"
              .formatted(FORMAT));
    }
    if (!head.group(2).equals(Integer.toString(Blocks.BLOCK))) {
      throw new IllegalArgumentException(
          "line 3: blocks of %s bytes, must be %s".formatted(head.group(2), Blocks.BLOCK));
    }
    SortedMap<Integer, String> digests = new TreeMap<>();
    Matcher line = LINE.matcher(text);
    int at = head.end();
    for (int number = 4; at < text.length() && number <= LINES_MAX; number++) {
      line.region(at, text.length());
      if (!line.lookingAt()) {
        throw new IllegalArgumentException(
            "line %s: must be a block's index and its SHA-256".formatted(number));
      }
      int index = Integer.parseInt(line.group(1));
      if (!digests.isEmpty() && index <= digests.lastKey()) {
        throw new IllegalArgumentException(
            "line %s: block %s must stand behind block %s"
                .formatted(number, index, digests.lastKey()));
      }
      digests.put(index, line.group(2));
      at = line.end();
    }
    Blocks blocks = new Blocks(Long.parseLong(head.group(1)), digests);
    if (!write(blocks).equals(text)) {
      throw new IllegalArgumentException("numbers in a manifest of blocks have no leading zeros");
    }
    return blocks;
  }
}
