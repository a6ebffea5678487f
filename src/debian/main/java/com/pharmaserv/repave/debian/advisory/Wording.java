package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.advisory.Mention.Meaning;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an item of a changelog says about an advisory. */
final class Wording {
  /** Longer items are lists; a line of an answer has room for this. */
  private static final int TEXT_MAX = 240;

  /** Control characters, and those that turn the direction of what is printed after them. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private static final Pattern CLOSES =
      Pattern.compile(
          " ?\\(?\\bCloses: {0,4}(?:bug)?#?\\d{1,9}(?:, {0,4}#?\\d{1,9}){0,50}\\)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern BLANKS = Pattern.compile(" {2,}");

  /** An id, or the name of a patch with one, or what stands between them. */
  private static final Pattern NAME =
      Pattern.compile(
          "[^ ]{0,80}(?:CVE|CAN|DSA|DLA|TEMP)-[^ ]{0,200}|[-,;&:/.()]{1,3}|and|fix|fixes|add",
          Pattern.CASE_INSENSITIVE);

  /** Without one of these, no sentence means anything but a fix. */
  private static final Pattern TELLING =
      Pattern.compile(
          "revert|back|drop|remov|delet|refresh|renam|amend|rebas|superse|not|test",
          Pattern.CASE_INSENSITIVE);

  private Wording() {}

  /** On one line, without numbers of bugs, and not longer than a line of an answer. */
  static String clean(String item) {
    String seen = UNSEEN.matcher(bounded(item, 20 * TEXT_MAX)).replaceAll(" ");
    String text = BLANKS.matcher(CLOSES.matcher(seen).replaceAll("")).replaceAll(" ").strip();
    return text.length() > TEXT_MAX ? bounded(text, TEXT_MAX - 1).strip() + "…" : text;
  }

  /** The same, without the only id that it names, as far as a sentence is left. */
  static String without(String id, String item) {
    String text =
        clean(item)
            .replace(" (" + id + ")", "")
            .replaceFirst("^(?:Fix(?:es)? )?" + Pattern.quote(id) + "(?::| -|,)? ?", "")
            .replaceFirst("^\\(\"?([^\"()]+)\"?\\)\\.?$", "$1")
            .strip();
    return text.length() < 4 ? clean(item) : text;
  }

  static boolean saysNothing(String item) {
    return Stream.of(clean(item).split(" ")).allMatch(word -> NAME.matcher(word).matches());
  }

  /** Reverting something may be the fix: {@code Revert support for x (CVE-2026-64369)} is one. */
  static Meaning meaning(String id, String item) {
    String text = bounded(item, 20 * TEXT_MAX);
    if (!TELLING.matcher(text).find()) {
      return Meaning.FIXED;
    }
    // Or its number alone, behind another one.
    String quoted =
        "(?:" + Pattern.quote(id) + "|[-,{/ ]" + id.substring(id.lastIndexOf('-') + 1) + "\\b)";
    if (matches("\\b(?:revert|back(?:ed)? out)[a-z]*\\b[^().;]{0,100}" + quoted, text)) {
      return Meaning.REVERTED;
    }
    String work = "\\b(?:drop|remov|delet|refresh|renam|amend|rebas|superse)[a-z]*\\b";
    String patch = quoted + "[-\\w.]{0,40}\\.(?:patch|diff)";
    boolean upkeep =
        matches(work + "[^()]{0,120}" + patch, text)
            || matches(patch + ":? " + work, text)
            || matches(quoted + "[^.;]{0,60}\\b(?:does|do|did|is) not affect", text)
            || matches("\\btests? (?:for|of)\\b[^().;]{0,60}" + quoted, text)
            || matches("\\bnot (?:affected by|vulnerable to)\\b[^.;]{0,60}" + quoted, text);
    return upkeep ? Meaning.UPKEEP : Meaning.FIXED;
  }

  private static boolean matches(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(text).find();
  }

  private static String bounded(String text, int max) {
    return text.length() > max ? text.substring(0, max) : text;
  }
}
