package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.iam.InstanceProfile;
import com.pulumi.aws.iam.InstanceProfileArgs;
import com.pulumi.aws.iam.PolicyArgs;
import com.pulumi.aws.iam.RoleArgs;
import com.pulumi.aws.iam.RolePolicy;
import com.pulumi.aws.iam.RolePolicyArgs;
import com.pulumi.aws.iam.RolePolicyAttachment;
import com.pulumi.aws.iam.RolePolicyAttachmentArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A role with its policies, inside the environment's boundary. */
public final class Role extends Part {
  private final com.pulumi.aws.iam.Role role;

  /** The ids of what gives the role its rights. */
  private final List<Output<String>> rights = new ArrayList<>();

  /**
   * A role with one policy of its own.
   *
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
        trust);
    RolePolicy policy =
        new RolePolicy(
            named("policy"),
            RolePolicyArgs.builder().role(role.id()).policy(Policy.json(statements)).build(),
            own());
    rights.add(policy.id());
  }

  /**
   * A role with more rights than IAM takes in policies of a role's own: 10,240 characters.
   *
   * @param called the role's own name, where it is decided elsewhere
   * @param policies documents by what each is about
   */
  public Role(
      String name,
      String called,
      Part parent,
      Output<String> trust,
      Map<String, Output<String>> policies) {
    this(name, called, parent, trust);
    policies.forEach(this::attach);
  }

  private Role(String name, String called, Part parent, Output<String> trust) {
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
    registerOutputs(Map.of("arn", role.arn()));
  }

  private void attach(String what, Output<String> document) {
    com.pulumi.aws.iam.Policy policy =
        new com.pulumi.aws.iam.Policy(
            named(what),
            PolicyArgs.builder()
                .name(scope().called(name() + "-" + what))
                .description("What the role %s may do: %s".formatted(name(), what))
                .policy(document)
                .build(),
            own());
    RolePolicyAttachment attachment =
        new RolePolicyAttachment(
            named(what + "-attachment"),
            RolePolicyAttachmentArgs.builder().role(role.name()).policyArn(policy.arn()).build(),
            own());
    rights.add(attachment.id());
  }

  /** The role's ARN, once it has its rights: who is handed a role can use it. */
  public Output<String> arn() {
    return Output.tuple(role.arn(), Output.all(rights)).applyValue(both -> both.t1);
  }

  /** What machines of EC2 carry the role in. */
  public InstanceProfile profile() {
    return new InstanceProfile(
        named("profile"),
        InstanceProfileArgs.builder().name(scope().called(name())).role(role.name()).build(),
        own());
  }
}
