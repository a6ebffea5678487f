package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.repave.Alerts;

/**
 * A region's keys. One for each purpose: a right to read one kind of data is no right to another.
 *
 * @param data of the database and the journal
 * @param logs of log groups, the archive, evidence and alerts
 * @param machines of volumes and images
 * @param backups of the vault
 */
record RegionKeys(Key data, Key logs, Key machines, Key backups) {
  static RegionKeys in(Scope scope, AccountRoles services) {
    return new RegionKeys(
        new Key("data", scope),
        new Key(
            "logs",
            scope,
            Logs.keyUse(scope),
            Alerts.keyUse(scope),
            Alerts.keyUseOfEvents(),
            Key.use("Writers", scope, "cloudtrail.amazonaws.com")),
        new Key("machines", scope, scalingUses(services), scalingGrants(services)),
        new Key("backups", scope));
  }

  /**
   * Auto Scaling starts machines in its own name (EC2 Auto Scaling user guide, "Required key
   * policy").
   */
  private static Statement scalingUses(AccountRoles services) {
    return Statement.allow(
            "Scaling",
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*")
        .aws(services.scaling())
        .on("*");
  }

  private static Statement scalingGrants(AccountRoles services) {
    return Statement.allow("ScalingGrants", "kms:CreateGrant")
        .aws(services.scaling())
        .on("*")
        .when("Bool", "kms:GrantIsForAWSResource", "true");
  }
}
