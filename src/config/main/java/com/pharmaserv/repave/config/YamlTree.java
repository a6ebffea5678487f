package com.pharmaserv.repave.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Parses the plain part of YAML: one document of mappings, lists and scalars. Anchors, aliases and
 * tags are refused while the text is still a stream of events, so none of them is ever expanded.
 */
final class YamlTree {
  /** Deepest nesting; ours has six levels. Much deeper text could overflow the composer's stack. */
  static final int DEPTH_MAX = 20;

  private static final String NOT_YAML = "what follows is not YAML";
  private static final String ESCAPES =
      "look at the next value; of escapes in quotes, \\x has 2, \\u 4 and \\U 8 hexadecimal digits";

  private final LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
  private final Problems problems;
  private Optional<Mark> lastGood = Optional.empty();

  YamlTree(Problems problems) {
    this.problems = problems;
  }

  /**
   * The document's root, or nothing where the text is not plain YAML; the problems then say why.
   */
  Optional<Node> compose(String text) {
    try {
      if (!plain(text)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add("is empty", "describe what it is for; its JSON Schema lists the fields");
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      String message = "is not YAML: " + Words.plain(e.getProblem());
      String remedy = "look at this line and the one before it";
      mark.ifPresentOrElse(
          at -> problems.add(at, message, remedy), () -> problems.add(message, remedy));
    } catch (YamlEngineException e) {
      problems.add("is not YAML: " + Words.plain(String.valueOf(e.getMessage())), "");
    } catch (RuntimeException e) {
      // The parser trips over some escapes, such as \UFFFFFFFF, instead of refusing them.
      lastGood.ifPresentOrElse(
          at -> problems.add(at, NOT_YAML, ESCAPES), () -> problems.add(1, 1, NOT_YAML, ESCAPES));
    }
    return Optional.empty();
  }

  private boolean plain(String text) {
    boolean plain = true;
    int depth = 0;
    int documents = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      lastGood = event.getEndMark();
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        refuse(event, "a second document begins here", "keep one document in each file");
        return false;
      }
      if (event instanceof CollectionStartEvent && ++depth > DEPTH_MAX) {
        refuse(event, "nesting is deeper than " + DEPTH_MAX + " levels", "write it flatter");
        return false;
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof NodeEvent node) {
        plain &= plainNode(node);
      }
    }
    return plain;
  }

  private boolean plainNode(NodeEvent node) {
    if (node instanceof AliasEvent alias) {
      refuse(
          node,
          "alias '*" + Words.plain(alias.getAlias().getValue()) + "' is refused",
          "write it out");
      return false;
    }
    boolean plain = true;
    if (node.getAnchor().isPresent()) {
      String anchor = Words.plain(node.getAnchor().get().getValue());
      refuse(
          node, "anchor '&" + anchor + "' is refused", "delete it and write repeated values out");
      plain = false;
    }
    Optional<String> tag = Optional.empty();
    if (node instanceof ScalarEvent scalar) {
      tag = scalar.getTag();
    } else if (node instanceof CollectionStartEvent collection) {
      tag = collection.getTag();
    }
    if (tag.isPresent()) {
      refuse(
          node,
          "tag " + Words.quote(tag.get()) + " is refused",
          "delete it; fields have fixed types");
      plain = false;
    }
    return plain;
  }

  private void refuse(Event event, String message, String remedy) {
    event
        .getStartMark()
        .ifPresentOrElse(
            at -> problems.add(at, message, remedy), () -> problems.add(message, remedy));
  }
}
