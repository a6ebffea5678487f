package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;

/** Log groups: encrypted, and kept long enough to look back over a year. */
public final class Logs {
  /** One of the periods that CloudWatch Logs offers; the archive keeps longer. */
  public static final int RETENTION_DAYS = 400;

  private Logs() {}

  /**
   * Makes a log group.
   *
   * @param what the resource's name inside the component
   * @param path the group's name
   */
  public static LogGroup group(Part part, String what, String path, Key key) {
    return new LogGroup(
        part.named(what),
        LogGroupArgs.builder()
            .name(path)
            .kmsKeyId(key.arn())
            .retentionInDays(RETENTION_DAYS)
            .build(),
        part.own());
  }

  /** What the key of log groups allows CloudWatch Logs: only groups of this region and account. */
  public static Statement keyUse(Scope scope) {
    return Statement.allow(
            "CloudWatchLogs",
            "kms:Decrypt",
            "kms:Encrypt",
            "kms:GenerateDataKey*",
            "kms:ReEncrypt*",
            "kms:DescribeKey")
        .service("logs." + scope.region() + ".amazonaws.com")
        .on("*")
        .when("ArnLike", "kms:EncryptionContext:aws:logs:arn", scope.arn("logs", "log-group:*"));
  }
}
