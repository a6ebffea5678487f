package com.pharmaserv.repave.aws.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.HandOver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Prints the least-privilege policy of the role that the tool acts as in one environment: exactly
 * the actions that its recorded calls need, each on the environment's own things. Needs no AWS.
 */
public final class IamPolicy {
  /**
   * IAM quotas: a managed policy has at most 6,144 characters, white space not counted. What does
   * not fit becomes the next policy; a role takes ten.
   */
  static final int CHARACTERS_MAX = 6144;

  /** The only current version of the policy language. */
  private static final String LANGUAGE = "2012-10-17";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private IamPolicy() {}

  /**
   * The policies by name, as one JSON object: usually {@code repave-ENV-1} and {@code
   * repave-ENV-2}, each a document for one managed policy. The role needs all of them.
   *
   * @param handOvers those that exist; while one is missing, patterns stand for the names that it
   *     would tell
   * @throws IllegalArgumentException if the environment is not on AWS or a hand-over is not its own
   */
  public static String of(Environment environment, List<HandOver> handOvers) {
    ObjectNode all = JSON.objectNode();
    documents(environment, handOvers, Calls.recorded()).forEach(all::set);
    return text(all, true) + "\n";
  }

  static SortedMap<String, ObjectNode> documents(
      Environment environment, List<HandOver> handOvers, Collection<String> calls) {
    Scope scope = new Scope(environment, handOvers);
    SortedMap<String, ObjectNode> documents = new TreeMap<>();
    List<ObjectNode> some = new ArrayList<>();
    for (ObjectNode statement : statements(scope, Calls.actions(calls))) {
      some.add(statement);
      if (text(document(some), false).length() > CHARACTERS_MAX) {
        some.remove(some.size() - 1);
        documents.put(name(scope, documents.size() + 1), document(some));
        some = new ArrayList<>(List.of(statement));
      }
    }
    documents.put(name(scope, documents.size() + 1), document(some));
    return documents;
  }

  private static String name(Scope scope, int number) {
    return "repave-" + scope.environment() + "-" + number;
  }

  /** One statement for each grant of which anything is needed. */
  private static List<ObjectNode> statements(Scope scope, SortedSet<String> needed) {
    SortedSet<String> open = new TreeSet<>(needed);
    List<ObjectNode> statements = new ArrayList<>();
    for (Grant grant : Grants.all()) {
      SortedSet<String> actions = new TreeSet<>(grant.actions());
      actions.retainAll(needed);
      open.removeAll(actions);
      List<String> resources = grant.resources().apply(scope);
      if (!actions.isEmpty() && !resources.isEmpty()) {
        statements.add(statement(grant, actions, resources, scope));
      }
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException(
          "no grant says on what " + open + " are allowed; add them to Grants");
    }
    return statements;
  }

  private static ObjectNode statement(
      Grant grant, SortedSet<String> actions, List<String> resources, Scope scope) {
    ObjectNode statement = JSON.objectNode();
    statement.put("Sid", grant.sid());
    statement.put("Effect", "Allow");
    statement.set("Action", values(actions));
    statement.set("Resource", values(resources));
    ObjectNode conditions = JSON.objectNode();
    grant
        .conditions()
        .apply(scope)
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

  private static ObjectNode document(List<ObjectNode> statements) {
    ObjectNode document = JSON.objectNode();
    document.put("Version", LANGUAGE);
    document.putArray("Statement").addAll(statements);
    return document;
  }

  static String text(ObjectNode node, boolean indented) {
    try {
      return new ObjectMapper()
          .configure(SerializationFeature.INDENT_OUTPUT, indented)
          .writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a policy could not be written as JSON", e);
    }
  }
}
