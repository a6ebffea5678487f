package com.pharmaserv.repave.debian.paper;

import com.pharmaserv.repave.debian.paper.Contents.Entry;
import com.pharmaserv.repave.debian.paper.Contents.Kind;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Contents as text: a line for each entry, sorted by path, in words with one space in between.
 * There is one text for one tree, and no other is read.
 *
 * <pre>
 * KIND MODE UID:GID SIZE CONTENT ATTRIBUTES PATH
 * f 0755 0:0 153976 8d2c... - usr/bin/ping
 * l 0777 0:0 0 /dev/null - etc/systemd/system/nginx.service
 * </pre>
 */
public final class ContentsText {
  private static final String FORMAT = "repave-contents-1";

  /** As many as a tree may have when it is looked into. */
  private static final int LINES_MAX = 1_000_001;

  private static final Pattern LINE =
      Pattern.compile("(\\S) ([0-7]{4}) (\\d{1,10}):(\\d{1,10}) (\\d{1,15}) (\\S+) (\\S+) (\\S+)");

  private static final Pattern ATTRIBUTE = Pattern.compile("([^=,]+)=((?:[0-9a-f]{2})*)");

  private ContentsText() {}

  public static String write(Contents contents) {
    StringBuilder text = new StringBuilder(FORMAT).append('\n');
    contents.entries().forEach((path, entry) -> line(text, path, entry));
    return text.toString();
  }

  private static void line(StringBuilder text, String path, Entry entry) {
    text.append(entry.kind().letter()).append(' ').append(entry.modeText()).append(' ');
    text.append(entry.ownerText()).append(' ').append(entry.size()).append(' ');
    text.append(Escapes.write(entry.content())).append(' ');
    StringBuilder attributes = new StringBuilder();
    entry
        .attributes()
        .forEach(
            (name, hex) ->
                attributes
                    .append(attributes.isEmpty() ? "" : ",")
                    .append(Escapes.write(name))
                    .append('=')
                    .append(hex));
    text.append(attributes.isEmpty() ? Escapes.NOTHING : attributes);
    text.append(' ').append(Escapes.write(path)).append('\n');
  }

  /**
   * Reads contents.
   *
   * @throws IllegalArgumentException with the line that is wrong
   */
  public static Contents read(String text) {
    SortedMap<String, Entry> entries = new TreeMap<>();
    int number = 0;
    for (String line : (Iterable<String>) text.lines().limit(LINES_MAX)::iterator) {
      number++;
      if (number == 1) {
        if (!line.equals(FORMAT)) {
          throw new IllegalArgumentException(
              "line 1: no contents of a tree, which begin with '%s'".formatted(FORMAT));
        }
        continue;
      }
      Matcher words = LINE.matcher(line);
      Optional<Kind> kind = words.matches() ? Kind.of(words.group(1)) : Optional.empty();
      if (kind.isEmpty()) {
        throw new IllegalArgumentException(
            "line %s: must be kind, mode, owner, size, content, attributes and path"
                .formatted(number));
      }
      Entry entry =
          new Entry(
              kind.get(),
              Integer.parseInt(words.group(2), 8),
              Long.parseLong(words.group(3)),
              Long.parseLong(words.group(4)),
              Long.parseLong(words.group(5)),
              Escapes.read(words.group(6), number),
              attributes(words.group(7), number));
      entries.put(Escapes.read(words.group(8), number), entry);
    }
    Contents contents = new Contents(entries);
    if (!write(contents).equals(text)) {
      throw new IllegalArgumentException(
          "its lines are not each once, sorted by path, and as they are written");
    }
    return contents;
  }

  private static SortedMap<String, String> attributes(String words, int number) {
    SortedMap<String, String> attributes = new TreeMap<>();
    if (words.equals(Escapes.NOTHING)) {
      return attributes;
    }
    for (String word : words.split(",", -1)) {
      Matcher attribute = ATTRIBUTE.matcher(word);
      if (!attribute.matches()) {
        throw new IllegalArgumentException(
            "line %s: attributes are names with values in hexadecimal".formatted(number));
      }
      attributes.put(Escapes.read(attribute.group(1), number), attribute.group(2));
    }
    return attributes;
  }
}
