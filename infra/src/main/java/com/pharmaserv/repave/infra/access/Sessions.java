package com.pharmaserv.repave.infra.access;

import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.ssm.Document;
import com.pulumi.aws.ssm.DocumentArgs;
import com.pulumi.core.Output;
import java.util.Map;

/** The only way to a shell on a machine: encrypted, and recorded as it is typed. */
public final class Sessions extends Part {
  private static final int IDLE_MINUTES = 15;
  private static final int MAX_MINUTES = 60;
  private static final String NAME = "sessions";

  public Sessions(Scope scope, Key key) {
    super("Sessions", NAME, scope);
    LogGroup group = Logs.group(this, "group", scope.path(NAME), key);
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

  /** Name of the document that sessions must be started with. */
  static String document(Scope scope) {
    return scope.called(NAME);
  }
}
