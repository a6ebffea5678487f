package com.pharmaserv.repave.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changes a generation's size by itself: scaling policies and scheduled actions. It stands on
 * exactly one generation of a fleet.
 *
 * @param texts each as the provider's own text, by name
 */
public record Automation(SortedMap<String, String> texts) {
  /** Nothing scales the generation by itself. */
  public static final Automation NONE = new Automation(Collections.emptySortedMap());

  public Automation {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    texts.forEach(
        (name, text) -> {
          if (name.isBlank() || text.isBlank()) {
            throw new IllegalArgumentException(
                "automation '%s' with the text '%s' must have both a name and a text"
                    .formatted(name, text));
          }
        });
  }

  public static Automation of(Map<String, String> texts) {
    return texts.isEmpty() ? NONE : new Automation(new TreeMap<>(texts));
  }

  public boolean isEmpty() {
    return texts.isEmpty();
  }

  public Set<String> names() {
    return texts.keySet();
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /** What is here and is not in the other one, or not with the same text. */
  public Automation beyond(Automation other) {
    TreeMap<String, String> more = new TreeMap<>(texts);
    more.entrySet().removeAll(other.texts.entrySet());
    return new Automation(more);
  }

  /** This, where it still stands at {@code from} changed to {@code to}. */
  public Automation moved(Automation from, Automation to) {
    TreeMap<String, String> merged = new TreeMap<>(texts);
    TreeSet<String> names = new TreeSet<>(from.names());
    names.addAll(to.names());
    for (String name : names) {
      if (text(name).equals(from.text(name))) {
        to.text(name).ifPresentOrElse(text -> merged.put(name, text), () -> merged.remove(name));
      }
    }
    return new Automation(merged);
  }

  @Override
  public String toString() {
    return texts.toString();
  }
}
