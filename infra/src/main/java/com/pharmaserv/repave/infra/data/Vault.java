package com.pharmaserv.repave.infra.data;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.backup.VaultArgs;
import com.pulumi.aws.backup.VaultLockConfiguration;
import com.pulumi.aws.backup.VaultLockConfigurationArgs;
import com.pulumi.aws.backup.VaultPolicy;
import com.pulumi.aws.backup.VaultPolicyArgs;
import com.pulumi.core.Output;
import java.util.Map;

/**
 * Where backups lie: locked, so that not even this account's root deletes one before its time. Only
 * where data is synthetic an administrator still can: such an environment may end sooner.
 */
public final class Vault extends Part {
  static final int RETENTION_DAYS = 35;

  /** Days in which a mistake in the lock can be repaired; afterwards it is forever. */
  private static final int GRACE_DAYS = 3;

  private final com.pulumi.aws.backup.Vault vault;

  Vault(Scope scope, Key key) {
    super("Vault", "vault", scope);
    vault =
        new com.pulumi.aws.backup.Vault(
            named("vault"),
            VaultArgs.builder().name(scope.called("backup")).kmsKeyArn(key.arn()).build(),
            kept());
    var lock =
        VaultLockConfigurationArgs.builder()
            .backupVaultName(vault.name())
            .minRetentionDays(RETENTION_DAYS)
            .maxRetentionDays(RETENTION_DAYS);
    if (!scope.infrastructure().isSynthetic()) {
      lock.changeableForDays(GRACE_DAYS);
    }
    new VaultLockConfiguration(named("lock"), lock.build(), own());
    new VaultPolicy(
        named("policy"),
        VaultPolicyArgs.builder()
            .backupVaultName(vault.name())
            .policy(
                Policy.json(
                    // The boundary keeps people and roles from changing this policy itself.
                    Statement.deny(
                            "Nobody",
                            "backup:DeleteRecoveryPoint",
                            "backup:UpdateRecoveryPointLifecycle")
                        .everybody()
                        .on("*")))
            .build(),
        own());
    registerOutputs(Map.of("vault", vault.arn()));
  }

  Output<String> arn() {
    return vault.arn();
  }

  Output<String> vaultName() {
    return vault.name();
  }
}
