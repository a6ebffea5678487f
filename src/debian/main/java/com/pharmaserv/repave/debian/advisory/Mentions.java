package com.pharmaserv.repave.debian.advisory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds advisories in the text of a changelog's entry: joined items, each with what it is below.
 */
final class Mentions {
  /**
   * {@code CAN} is how candidates were named until 2005; behind the year may stand several numbers:
   * {@code CVE-2025-{49794,49796}}, {@code CVE-2025-49794 and -49796}.
   */
  private static final Pattern CVE =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:CVE|CAN)[- ](\\d{4})-"
              + "(\\{\\d{4,10}(?:, ?\\d{4,10}){0,50}\\}|\\d{4,10}(?!\\d)(?:(?:/|(?:,| and|, and|/) -)\\d{4,10}(?![\\d-])){0,50})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OTHER =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:D[SL]A-\\d{1,5}(?:-\\d{1,2})?|TEMP-\\d{1,8}-[0-9A-F]{6})");

  private static final Pattern BULLET = Pattern.compile("[*+~o-] +(.*)");
  private static final Pattern NUMBER = Pattern.compile("\\d{4,10}");

  private final List<Mention> found = new ArrayList<>();
  private final Deque<Item> above = new ArrayDeque<>();
  private final StringBuilder text = new StringBuilder();
  private int indent;
  private boolean open;

  private Mentions() {}

  private record Item(int indent, String text) {}

  static List<Mention> in(List<String> lines) {
    Mentions mentions = new Mentions();
    lines.forEach(mentions::line);
    mentions.close();
    return List.copyOf(mentions.found);
  }

  private void line(String line) {
    String body = line.strip();
    if (body.isEmpty()) {
      close();
      return;
    }
    if (body.startsWith("[") && body.endsWith("]")) {
      close();
      above.clear();
      return;
    }
    Matcher bullet = BULLET.matcher(body);
    if (bullet.matches() || !open) {
      close();
      indent = line.indexOf(body.charAt(0));
      open = true;
      text.append(bullet.matches() ? bullet.group(1) : body);
    } else {
      // A word that was wrapped at its hyphen, as ids are.
      text.append(text.charAt(text.length() - 1) == '-' ? "" : " ").append(body);
    }
  }

  private void close() {
    if (!open) {
      return;
    }
    String item = text.toString();
    while (!above.isEmpty() && above.peek().indent >= indent) {
      above.pop();
    }
    Set<String> ids = ids(item);
    for (String id : ids) {
      found.add(mention(id, item, ids.size() == 1));
    }
    above.push(new Item(indent, item));
    text.setLength(0);
    open = false;
  }

  private Mention mention(String id, String item, boolean alone) {
    String said = alone ? Wording.without(id, item) : Wording.clean(item);
    if (Wording.saysNothing(item) && !above.isEmpty()) {
      said = Wording.clean(above.peek().text);
    }
    return new Mention(id, said, Wording.meaning(id, item));
  }

  /** Each once, in the order of the text, CVEs first. */
  static Set<String> ids(String item) {
    Set<String> ids = new LinkedHashSet<>();
    Matcher cve = CVE.matcher(item);
    while (cve.find()) {
      Matcher number = NUMBER.matcher(cve.group(2));
      while (number.find()) {
        ids.add("CVE-" + cve.group(1) + "-" + number.group());
      }
    }
    Matcher other = OTHER.matcher(item);
    while (other.find()) {
      ids.add(other.group().toUpperCase(Locale.ROOT));
    }
    return ids;
  }
}
