package com.pharmaserv.repave.infra.core;

import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One statement of a policy, on IAM's terms. Immutable: each call gives a statement with more in
 * it.
 *
 * @param id what it is for, letters and digits
 * @param principals by kind, {@code Service} or {@code AWS}; empty in identity policies
 * @param except whether it is about all actions but these
 * @param elsewhere whether it is about all resources but these
 * @param conditions by operator and key
 */
public record Statement(
    String id,
    String effect,
    Map<String, List<Output<String>>> principals,
    boolean except,
    boolean elsewhere,
    List<String> actions,
    List<Output<String>> resources,
    Map<String, Map<String, List<Output<String>>>> conditions) {
  static final String EVERYBODY = "*";

  public static Statement allow(String id, String... actions) {
    return new Statement(
        id, "Allow", Map.of(), false, false, List.of(actions), List.of(), Map.of());
  }

  public static Statement deny(String id, String... actions) {
    return new Statement(id, "Deny", Map.of(), false, false, List.of(actions), List.of(), Map.of());
  }

  /** All actions but these: only for boundaries, which grant nothing by themselves. */
  static Statement allowExcept(String id, String... actions) {
    return new Statement(id, "Allow", Map.of(), true, false, List.of(actions), List.of(), Map.of());
  }

  /** Forbids all actions but these. */
  static Statement denyExcept(String id, String... actions) {
    return new Statement(id, "Deny", Map.of(), true, false, List.of(actions), List.of(), Map.of());
  }

  /** Whom it concerns: services. */
  public Statement service(String... names) {
    return principal("Service", names);
  }

  /** Whom it concerns: everybody, in so far as conditions and resources allow. */
  public Statement everybody() {
    return principal(EVERYBODY);
  }

  /** Whom it concerns: accounts and roles, by ARN. */
  public Statement aws(String... arns) {
    return principal("AWS", arns);
  }

  /** Whom it concerns: people or programs signed in at an identity provider, by its ARN. */
  public Statement federated(String... arns) {
    return principal("Federated", arns);
  }

  /** Whom it concerns: a role that this program makes, by its ARN. */
  public Statement aws(Output<String> arn) {
    return principal("AWS", List.of(arn));
  }

  private Statement principal(String kind, String... names) {
    List<Output<String>> outputs = new ArrayList<>();
    for (String name : names) {
      outputs.add(Output.of(name));
    }
    return principal(kind, outputs);
  }

  private Statement principal(String kind, List<Output<String>> names) {
    Map<String, List<Output<String>>> more = new LinkedHashMap<>(principals);
    more.put(kind, names);
    return new Statement(id, effect, more, except, elsewhere, actions, resources, conditions);
  }

  public Statement on(String... more) {
    Statement statement = this;
    for (String resource : more) {
      statement = statement.on(Output.of(resource));
    }
    return statement;
  }

  /** What it concerns, by ARN. */
  public Statement on(Output<String> resource) {
    List<Output<String>> more = new ArrayList<>(resources);
    more.add(resource);
    return new Statement(id, effect, principals, except, elsewhere, actions, more, conditions);
  }

  /** What it does not concern, by ARN: only for what forbids. */
  Statement notOn(String resource) {
    return new Statement(
        id, effect, principals, except, true, actions, List.of(Output.of(resource)), conditions);
  }

  public Statement when(String operator, String key, String... values) {
    List<Output<String>> outputs = new ArrayList<>();
    for (String value : values) {
      outputs.add(Output.of(value));
    }
    return when(operator, key, outputs);
  }

  /** A condition; all of a statement's conditions must hold. */
  public Statement when(String operator, String key, List<Output<String>> values) {
    Map<String, Map<String, List<Output<String>>>> more = new LinkedHashMap<>(conditions);
    Map<String, List<Output<String>>> keys =
        new LinkedHashMap<>(more.getOrDefault(operator, Map.of()));
    keys.put(key, values);
    more.put(operator, keys);
    return new Statement(id, effect, principals, except, elsewhere, actions, resources, more);
  }
}
