package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.ssm.Document;
import com.pulumi.aws.ssm.DocumentArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;

/** The only way to a shell on a machine: encrypted, and recorded as it is typed. */
public final class Sessions extends Part {
  private static final int IDLE_MINUTES = 15;
  private static final int MAX_MINUTES = 60;
  private static final String NAME = "sessions";

  /**
   * Names the machine in everything that a session encrypts (amazon-ssm-agent, its KMS context).
   */
  private static final String TARGET = "kms:EncryptionContext:aws:ssm:TargetId";

  private final LogGroup group;
  private final Key key;

  public Sessions(Scope scope, Key key) {
    super("Sessions", NAME, scope);
    this.key = key;
    group = Logs.group(this, "group", scope.path(NAME), key);
    new Document(
        named("shell"),
        DocumentArgs.builder()
            .name(document(scope))
            .documentType("Session")
            .documentFormat("JSON")
            .content(content(group, key))
            .build(),
        own());
    registerOutputs(Map.of());
  }

  private static Output<String> content(LogGroup group, Key key) {
    return Json.of(
        Json.map(
            "schemaVersion",
            "1.0",
            "description",
            "A recorded shell",
            "sessionType",
            "Standard_Stream",
            "inputs",
            Json.map(
                "kmsKeyId",
                key.arn(),
                "cloudWatchLogGroupName",
                group.name(),
                "cloudWatchEncryptionEnabled",
                true,
                "cloudWatchStreamingEnabled",
                true,
                "s3BucketName",
                "",
                "s3KeyPrefix",
                "",
                "s3EncryptionEnabled",
                true,
                "idleSessionTimeout",
                String.valueOf(IDLE_MINUTES),
                "maxSessionDuration",
                String.valueOf(MAX_MINUTES),
                "runAsEnabled",
                true,
                "runAsDefaultUser",
                "operator")));
  }

  /**
   * What a machine needs to answer: it proves that it may open what operators encrypt, and writes
   * the record itself (Systems Manager user guide, "Create a custom IAM role for Session Manager").
   */
  public List<Statement> machineRights() {
    return List.of(
        Statement.allow("Sessions", "ssmmessages:CreateDataChannel", "ssmmessages:OpenDataChannel")
            .on("*"),
        Statement.allow("OpenSessions", "kms:Decrypt")
            .on(key.arn())
            .when("StringLike", TARGET, "i-*"),
        Statement.allow(
                "RecordSessions",
                "logs:CreateLogStream",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents")
            .on(group.arn())
            .on(group.arn().applyValue(arn -> arn + ":*")),
        Statement.allow("FindRecords", "logs:DescribeLogGroups").on("*"));
  }

  /**
   * What operators need to encrypt what they type (the same guide, "Quickstart default policies").
   */
  List<Statement> operatorRights() {
    return List.of(
        Statement.allow("Encrypt", "kms:GenerateDataKey")
            .on(key.arn())
            .when("StringLike", TARGET, "i-*"),
        Statement.allow("OwnChannels", "ssmmessages:OpenDataChannel").on(OWN));
  }

  /** Sessions are called after who starts them. */
  static final String OWN = "arn:aws:ssm:*:*:session/${aws:userid}-*";

  /** Name of the document that sessions must be started with. */
  static String document(Scope scope) {
    return scope.called(NAME);
  }
}
