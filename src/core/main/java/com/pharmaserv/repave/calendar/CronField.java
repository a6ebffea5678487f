package com.pharmaserv.repave.calendar;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One of the six fields of a cron expression, as far as it is a set of numbers: lists, ranges,
 * steps and names. What is special about days is left to {@link Cron}.
 *
 * @param names of the numbers from {@code min} on; empty where there are none
 */
record CronField(String what, int min, int max, List<String> names) {
  /** The numbers that the text stands for. */
  BitSet numbers(String text) {
    BitSet numbers = new BitSet();
    for (String part : text.split(",", -1)) {
      add(part, numbers);
    }
    return numbers;
  }

  private void add(String part, BitSet numbers) {
    int slash = part.indexOf('/');
    String span = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : step(part.substring(slash + 1));
    int dash = span.indexOf('-');
    int from;
    int to;
    if (span.equals("*")) {
      from = min;
      to = max;
    } else if (dash > 0) {
      from = number(span.substring(0, dash));
      to = number(span.substring(dash + 1));
    } else {
      from = number(span);
      to = slash < 0 ? from : max;
    }
    if (to < from) {
      throw new IllegalArgumentException(
          "has %s '%s', which runs backwards; write a list instead".formatted(what, span));
    }
    for (int number = from; number <= to; number += step) {
      numbers.set(number);
    }
  }

  private int step(String text) {
    int step = digits(text);
    if (step < 1 || step > max) {
      throw bad(text, "a step from 1 to " + max);
    }
    return step;
  }

  int number(String text) {
    int named = names.indexOf(text.toUpperCase(Locale.ROOT));
    int number = named >= 0 ? min + named : digits(text);
    if (number < min || number > max) {
      throw bad(text, "from %s to %s%s".formatted(min, max, orNames()));
    }
    return number;
  }

  private String orNames() {
    return names.isEmpty()
        ? ""
        : ", or from %s to %s".formatted(names.get(0), names.get(names.size() - 1));
  }

  private static int digits(String text) {
    return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
  }

  private IllegalArgumentException bad(String text, String must) {
    return new IllegalArgumentException(
        "has %s '%s', which must be %s".formatted(what, plain(text), must));
  }

  /** Without anything that a terminal would obey. */
  static String plain(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
