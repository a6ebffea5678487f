package com.pharmaserv.repave.aws.twin.wire;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the XML of an answer; fields without a value are left out, as AWS does. */
public final class Xml {
  private final StringBuilder out = new StringBuilder(512);
  private final String element;

  /**
   * @param element how a list's elements are called: {@code member}, or {@code item} in EC2
   */
  public Xml(String element) {
    this.element = element;
  }

  /** One field; nothing if the value is null or an empty {@link Optional}. */
  public Xml text(String name, @Nullable Object value) {
    Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (given != null) {
      open(name);
      escape(given.toString());
      close(name);
    }
    return this;
  }

  public Xml instant(String name, Instant value) {
    return text(name, value);
  }

  public Xml node(String name, Consumer<Xml> fields) {
    open(name);
    fields.accept(this);
    close(name);
    return this;
  }

  /** A list of structures; an empty list is written as an empty element. */
  public <T> Xml list(String name, Collection<T> items, BiConsumer<Xml, T> fields) {
    open(name);
    for (T item : items) {
      open(element);
      fields.accept(this, item);
      close(element);
    }
    close(name);
    return this;
  }

  /** A list of plain values. */
  public Xml texts(String name, Collection<String> values) {
    return list(name, values, (xml, value) -> xml.escape(value));
  }

  /** Fields as they were given in a query, lists included. */
  public Xml fields(Params given) {
    Set<String> heads = new LinkedHashSet<>();
    given.all().keySet().forEach(key -> heads.add(key.replaceFirst("\\..*$", "")));
    for (String head : heads) {
      List<Params> items = given.items(head);
      if (given.text(head).isPresent()) {
        text(head, given.text(head));
      } else if (items.isEmpty()) {
        node(head, node -> node.fields(given.at(head)));
      } else {
        list(
            head,
            items,
            (node, item) -> item.text("").ifPresentOrElse(node::escape, () -> node.fields(item)));
      }
    }
    return this;
  }

  private void open(String name) {
    out.append('<').append(name).append('>');
  }

  private void close(String name) {
    int blank = name.indexOf(' ');
    out.append("</").append(blank < 0 ? name : name.substring(0, blank)).append('>');
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\r' -> out.append("&#13;");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
