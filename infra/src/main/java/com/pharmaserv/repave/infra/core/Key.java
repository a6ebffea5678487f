package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.kms.Alias;
import com.pulumi.aws.kms.AliasArgs;
import com.pulumi.aws.kms.KeyArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * A key of one region and purpose, that encrypts or that signs. The account's own policies decide
 * who may use it (KMS developer guide, "Default key policy"); services that act on nobody's behalf
 * are named.
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
    this(purpose, scope, KeyArgs.builder().enableKeyRotation(true), List.of(statements));
  }

  /**
   * A key that signs with ECDSA on P-256. What it has signed is verified with its public half for
   * as long as it matters, so that another one is another key: AWS changes none that is asymmetric
   * (KMS developer guide, "Rotate AWS KMS keys").
   *
   * @param purpose what it signs, one word
   */
  public static Key signing(String purpose, Scope scope) {
    KeyArgs.Builder args =
        KeyArgs.builder().keyUsage("SIGN_VERIFY").customerMasterKeySpec("ECC_NIST_P256");
    return new Key(purpose, scope, args, List.of());
  }

  private Key(String purpose, Scope scope, KeyArgs.Builder args, List<Statement> statements) {
    super("Key", purpose, scope);
    List<Statement> all = new ArrayList<>();
    all.add(Statement.allow("Account", "kms:*").aws(scope.iam("root")).on("*"));
    all.addAll(statements);
    key =
        new com.pulumi.aws.kms.Key(
            named("key"),
            args.description(scope.called(purpose))
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
