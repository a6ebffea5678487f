package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.kms.Alias;
import com.pulumi.aws.kms.AliasArgs;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * An encryption key of one region and purpose. The account's own policies decide who may use it
 * (KMS developer guide, "Default key policy"); services that act on nobody's behalf are named.
 */
public final class Key extends Part {
  /** The longest that KMS offers: time to notice that a key should not have been deleted. */
  private static final int DELETION_DAYS = 30;

  private final com.pulumi.aws.kms.Key key;

  /**
   * @param purpose what it encrypts, one word
   * @param statements for services that act on nobody's behalf
   */
  public Key(String purpose, Scope scope, Statement... statements) {
    super("Key", purpose, scope);
    List<Statement> all = new ArrayList<>();
    all.add(Statement.allow("Account", "kms:*").aws(scope.iam("root")).on("*"));
    all.addAll(List.of(statements));
    key =
        new com.pulumi.aws.kms.Key(
            named("key"),
            KeyArgs.builder()
                .description(scope.called(purpose))
                .enableKeyRotation(true)
                .deletionWindowInDays(DELETION_DAYS)
                .policy(Policy.json(all))
                .build(),
            kept());
    new Alias(
        named("alias"),
        AliasArgs.builder().name("alias/" + scope.called(purpose)).targetKeyId(key.keyId()).build(),
        own());
    registerOutputs(java.util.Map.of("arn", key.arn()));
  }

  /** What a service needs to encrypt and decrypt with a key on this account's behalf. */
  public static Statement use(String id, Scope scope, String... services) {
    return Statement.allow(
            id,
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
            "kms:DescribeKey")
        .service(services)
        .on("*")
        .when("StringEquals", "aws:SourceAccount", scope.account());
  }

  public Output<String> arn() {
    return key.arn();
  }
}
