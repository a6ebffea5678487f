package com.pharmaserv.repave.permission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes the least-privilege policy of the role that the tool acts as in one environment: exactly
 * the actions that its calls need, each on the environment's own things. Needs no AWS.
 *
 * <p>The one source: {@code repave iam-policy} prints it, and the infrastructure makes the role of
 * it. The aws provider's tests hold the actions against the calls of its compiled code.
 */
public final class IamPolicy {
  /** IAM quotas: a managed policy has at most so many characters, white space not counted. */
  static final int CHARACTERS_MAX = 6144;

  /** The only current version of the policy language. */
  private static final String LANGUAGE = "2012-10-17";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The same line ends on every machine. */
  private static final DefaultPrettyPrinter PRINTER =
      new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private IamPolicy() {}

  /**
   * The policies by name, as one JSON object: one document for each chapter, each for one managed
   * policy. The role needs all of them.
   *
   * @param handOvers those that exist; while one is missing, patterns stand for the names that it
   *     would tell
   * @throws IllegalArgumentException if the environment is not on AWS or a hand-over is not its own
   */
  public static String of(Environment environment, List<HandOver> handOvers) {
    Reach reach = Reach.of(environment, handOvers);
    ObjectNode all = JSON.objectNode();
    for (Chapter chapter : Chapter.values()) {
      all.set(name(reach, chapter), document(reach, chapter));
    }
    return text(all, true) + "\n";
  }

  /** A chapter's document, as one line of JSON. */
  public static String of(Reach reach, Chapter chapter) {
    return text(document(reach, chapter), false);
  }

  /** All that the tool's role may do, whatever on. */
  public static SortedSet<String> actions() {
    SortedSet<String> actions = new TreeSet<>();
    Stream.of(Chapter.values())
        .flatMap(chapter -> chapter.grants().stream())
        .forEach(grant -> actions.addAll(grant.actions()));
    return actions;
  }

  private static String name(Reach reach, Chapter chapter) {
    return "repave-%s-%s".formatted(reach.environment(), chapter.title());
  }

  static ObjectNode document(Reach reach, Chapter chapter) {
    ObjectNode document = JSON.objectNode();
    document.put("Version", LANGUAGE);
    ArrayNode statements = document.putArray("Statement");
    for (Grant grant : chapter.grants()) {
      List<String> resources = grant.resources().apply(reach);
      if (!resources.isEmpty()) {
        statements.add(statement(grant, resources, reach));
      }
    }
    int length = text(document, false).length();
    if (length > CHARACTERS_MAX) {
      throw new IllegalStateException(
          "policy '%s' would have %s characters, IAM takes %s; divide the environment's fleets"
                  .formatted(name(reach, chapter), length, CHARACTERS_MAX)
              + " among two environments");
    }
    return document;
  }

  private static ObjectNode statement(Grant grant, List<String> resources, Reach reach) {
    ObjectNode statement = JSON.objectNode();
    statement.put("Sid", grant.sid());
    statement.put("Effect", "Allow");
    statement.set("Action", values(grant.actions()));
    statement.set("Resource", values(resources));
    ObjectNode conditions = JSON.objectNode();
    grant
        .conditions()
        .apply(reach)
        .operators()
        .forEach(
            (operator, keys) -> {
              ObjectNode node = conditions.putObject(operator);
              keys.forEach((key, wanted) -> node.set(key, values(wanted)));
            });
    if (!conditions.isEmpty()) {
      statement.set("Condition", conditions);
    }
    return statement;
  }

  private static ArrayNode values(Collection<String> values) {
    ArrayNode array = JSON.arrayNode();
    values.forEach(array::add);
    return array;
  }

  private static String text(ObjectNode node, boolean indented) {
    try {
      ObjectWriter writer = new ObjectMapper().writer();
      return (indented ? writer.with(PRINTER) : writer).writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy could not be written as JSON", e);
    }
  }
}
