package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudtrail.TrailArgs;
import com.pulumi.aws.cloudtrail.inputs.TrailAdvancedEventSelectorArgs;
import com.pulumi.aws.cloudtrail.inputs.TrailAdvancedEventSelectorFieldSelectorArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import java.util.List;
import java.util.Map;

/**
 * Every call to AWS in this account, whoever made it, in a record whose integrity can be verified.
 */
public final class Trail extends Part {
  public Trail(Scope scope, Archive archive, Key key) {
    super("Trail", "trail", scope);
    LogGroup group = Logs.group(this, "group", scope.path("trail"), key);
    Role role =
        new Role(
            "trail-logs",
            this,
            Policy.trust(scope, "cloudtrail.amazonaws.com"),
            List.of(
                Statement.allow("Write", "logs:CreateLogStream", "logs:PutLogEvents")
                    .on(group.arn().applyValue(arn -> arn + ":*"))));
    new com.pulumi.aws.cloudtrail.Trail(
        named("trail"),
        TrailArgs.builder()
            .name(scope.called("trail"))
            .s3BucketName(archive.bucket().ready())
            .s3KeyPrefix("trail")
            .kmsKeyId(key.arn())
            .cloudWatchLogsGroupArn(group.arn().applyValue(arn -> arn + ":*"))
            .cloudWatchLogsRoleArn(role.arn())
            .isMultiRegionTrail(true)
            .includeGlobalServiceEvents(true)
            .enableLogFileValidation(true)
            .enableLogging(true)
            .advancedEventSelectors(
                selector("management", field("eventCategory", "Management")),
                // Not the archive's objects: each record would be the cause of the next one.
                selector(
                    "evidence",
                    field("eventCategory", "Data"),
                    field("resources.type", "AWS::S3::Object"),
                    begins("resources.ARN", Bucket.arnOf(scope, "evidence") + "/")),
                selector(
                    "journal",
                    field("eventCategory", "Data"),
                    field("readOnly", "false"),
                    field("resources.type", "AWS::DynamoDB::Table")))
            .build(),
        kept());
    registerOutputs(Map.of());
  }

  private static TrailAdvancedEventSelectorArgs selector(
      String name, TrailAdvancedEventSelectorFieldSelectorArgs... fields) {
    return TrailAdvancedEventSelectorArgs.builder().name(name).fieldSelectors(fields).build();
  }

  private static TrailAdvancedEventSelectorFieldSelectorArgs field(String name, String value) {
    return TrailAdvancedEventSelectorFieldSelectorArgs.builder().field(name).equals_(value).build();
  }

  private static TrailAdvancedEventSelectorFieldSelectorArgs begins(String name, String value) {
    return TrailAdvancedEventSelectorFieldSelectorArgs.builder()
        .field(name)
        .startsWiths(value)
        .build();
  }
}
