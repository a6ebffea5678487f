package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.aws.iam.InstanceProfileArgs;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** A role with its one policy, inside the environment's boundary. */
public final class Role extends Part {
  private final com.pulumi.aws.iam.Role role;
  private final RolePolicy policy;

  /**
   * @param name what the role is for; part of the role's own name
   * @param trust who may take it
   * @param statements what it may do
   */
  public Role(String name, Part parent, Output<String> trust, List<Statement> statements) {
    this(
        name,
        parent.scope().called(name)
            + (parent.scope().isPrimary() ? "" : "-" + parent.scope().region()),
        parent,
        trust,
        statements);
  }

  /**
   * @param called the role's own name, where it is decided elsewhere
   */
  public Role(
      String name, String called, Part parent, Output<String> trust, List<Statement> statements) {
    super("Role", name, parent);
    role =
        new com.pulumi.aws.iam.Role(
            named("role"),
            RoleArgs.builder()
                .name(called)
                .assumeRolePolicy(trust)
                .permissionsBoundary(scope().boundary())
                .build(),
            own());
    policy =
        new RolePolicy(
            named("policy"),
            RolePolicyArgs.builder().role(role.id()).policy(Policy.json(statements)).build(),
            own());
    registerOutputs(Map.of("arn", role.arn()));
  }

  /** The role's ARN, once its policy stands: who is handed a role can use it. */
  public Output<String> arn() {
    return Output.tuple(role.arn(), policy.id()).applyValue(both -> both.t1);
  }

  public Output<String> roleName() {
    return role.name();
  }

  /** What machines of EC2 carry the role in. */
  public InstanceProfile profile() {
    return new InstanceProfile(
        named("profile"),
        InstanceProfileArgs.builder().name(scope().called(name())).role(role.name()).build(),
        own());
  }
}
