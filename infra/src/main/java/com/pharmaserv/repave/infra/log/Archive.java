package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogStream;
import com.pulumi.aws.cloudwatch.LogStreamArgs;
import com.pulumi.aws.kinesis.FirehoseDeliveryStream;
import com.pulumi.aws.kinesis.FirehoseDeliveryStreamArgs;
import com.pulumi.aws.kinesis.inputs.FirehoseDeliveryStreamExtendedS3ConfigurationArgs;
import com.pulumi.aws.kinesis.inputs.FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs;
import com.pulumi.aws.kinesis.inputs.FirehoseDeliveryStreamServerSideEncryptionArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The one place where all logs of the jurisdiction end: nobody can change or delete them. */
public final class Archive extends Part {
  /** Locked: long enough to look back over a year, with a month to spare. */
  public static final int LOCK_DAYS = 400;

  /** Seven years, as records of regulated systems are commonly kept. */
  private static final int EXPIRE_DAYS = 2557;

  /** Firehose writes after a minute or a megabyte, whichever is first: its shortest for S3. */
  private static final int BUFFER_SECONDS = 60;

  private static final int BUFFER_MEGABYTES = 1;
  private static final String NAME = "archive";
  private static final String ERRORS = "delivery";

  private final Bucket bucket;
  private final FirehoseDeliveryStream stream;
  private final LogGroup errors;

  public Archive(Scope scope, Key key) {
    super("Archive", NAME, scope);
    String arn = Bucket.arnOf(scope, NAME);
    bucket =
        new Bucket(
            NAME,
            this,
            new Bucket.Nature(Optional.of(key), LOCK_DAYS, EXPIRE_DAYS),
            List.of(
                writer("TrailAsks", "cloudtrail.amazonaws.com", "s3:GetBucketAcl", arn),
                writer(
                    "TrailWrites", "cloudtrail.amazonaws.com", "s3:PutObject", arn + "/trail/*")));
    // Its own errors do not go the same way: they would feed themselves.
    errors = Logs.group(this, "errors", loopGroup(scope), key);
    // Firehose makes no stream for itself, except where somebody clicks in the console.
    LogStream own =
        new LogStream(
            named("errors-stream"),
            LogStreamArgs.builder().name(ERRORS).logGroupName(errors.name()).build(),
            own());
    stream = stream(key, own);
    registerOutputs(Map.of("bucket", bucket.arn()));
  }

  /** The group that must not be sent to the archive, by its name. */
  static String loopGroup(Scope scope) {
    return scope.path("archive-errors");
  }

  private Statement writer(String id, String service, String action, String resource) {
    return Statement.allow(id, action)
        .service(service)
        .on(resource)
        .when("StringEquals", "aws:SourceAccount", scope().account());
  }

  private FirehoseDeliveryStream stream(Key key, LogStream own) {
    Role role =
        new Role(
            "archive-stream",
            this,
            Policy.trustUnasked("firehose.amazonaws.com"),
            List.of(
                Statement.allow(
                        "Write",
                        "s3:AbortMultipartUpload",
                        "s3:GetBucketLocation",
                        "s3:ListBucket",
                        "s3:ListBucketMultipartUploads",
                        "s3:PutObject")
                    .on(bucket.arn())
                    .on(bucket.objects("logs/*"))
                    .on(bucket.objects("errors/*")),
                Statement.allow("Encrypt", "kms:Decrypt", "kms:GenerateDataKey").on(key.arn()),
                Statement.allow("Errors", "logs:PutLogEvents")
                    .on(errors.arn().applyValue(arn -> arn + ":*"))));
    return new FirehoseDeliveryStream(
        named("stream"),
        FirehoseDeliveryStreamArgs.builder()
            .name(scope().called(NAME))
            .destination("extended_s3")
            .serverSideEncryption(
                FirehoseDeliveryStreamServerSideEncryptionArgs.builder()
                    .enabled(true)
                    .keyType("CUSTOMER_MANAGED_CMK")
                    .keyArn(key.arn())
                    .build())
            .extendedS3Configuration(
                FirehoseDeliveryStreamExtendedS3ConfigurationArgs.builder()
                    .bucketArn(bucket.arn())
                    .roleArn(role.arn())
                    .kmsKeyArn(key.arn())
                    .prefix("logs/!{timestamp:yyyy/MM/dd/HH}/")
                    .errorOutputPrefix("errors/!{firehose:error-output-type}/")
                    .bufferingInterval(BUFFER_SECONDS)
                    .bufferingSize(BUFFER_MEGABYTES)
                    // CloudWatch Logs compresses what it sends.
                    .compressionFormat("UNCOMPRESSED")
                    .cloudwatchLoggingOptions(
                        FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs
                            .builder()
                            .enabled(true)
                            .logGroupName(errors.name())
                            .logStreamName(own.name())
                            .build())
                    .build())
            .build(),
        own());
  }

  public Bucket bucket() {
    return bucket;
  }

  Output<String> stream() {
    return stream.arn();
  }
}
