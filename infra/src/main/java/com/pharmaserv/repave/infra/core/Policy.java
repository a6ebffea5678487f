package com.pharmaserv.repave.infra.core;

import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** IAM policies as text. */
public final class Policy {
  private static final String VERSION = "2012-10-17";

  private Policy() {}

  public static Output<String> json(Statement... statements) {
    return json(List.of(statements));
  }

  public static Output<String> json(List<Statement> statements) {
    List<Object> list = new ArrayList<>();
    statements.forEach(statement -> list.add(tree(statement)));
    return Json.of(Json.map("Version", VERSION, "Statement", list));
  }

  /** Who may take a role: a service, and only on behalf of this account. */
  public static Output<String> trust(Scope scope, String... services) {
    return json(
        Statement.allow("Trust", "sts:AssumeRole")
            .service(services)
            .when("StringEquals", "aws:SourceAccount", scope.account()));
  }

  /**
   * Who may take a role: a service that does not say on whose behalf it asks. Nobody outside of the
   * account can hand it a role of ours: passing roles ends at the account.
   */
  public static Output<String> trustUnasked(String service) {
    return json(Statement.allow("Trust", "sts:AssumeRole").service(service));
  }

  private static Map<String, Object> tree(Statement statement) {
    Map<String, Object> tree = Json.map("Sid", statement.id(), "Effect", statement.effect());
    if (statement.principals().containsKey(Statement.EVERYBODY)) {
      tree.put("Principal", Statement.EVERYBODY);
    } else if (!statement.principals().isEmpty()) {
      tree.put("Principal", statement.principals());
    }
    tree.put(statement.except() ? "NotAction" : "Action", statement.actions());
    if (!statement.resources().isEmpty()) {
      tree.put(
          statement.elsewhere() ? "NotResource" : "Resource", List.copyOf(statement.resources()));
    }
    if (!statement.conditions().isEmpty()) {
      tree.put("Condition", statement.conditions());
    }
    return tree;
  }
}
