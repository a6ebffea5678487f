package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.s3.BucketReplicationConfig;
import com.pulumi.aws.s3.BucketReplicationConfigArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDeleteMarkerReplicationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDestinationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleSourceSelectionCriteriaArgs;
import com.pulumi.aws.s3.inputs.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs;
import com.pulumi.core.Output;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where those write who cannot write to the archive: load balancers, which can neither use our keys
 * nor write to a locked bucket (Elastic Load Balancing user guide, "Access logs"), AWS Config,
 * which refuses locked buckets, too (CloudFormation reference, AWS::Config::DeliveryChannel), and
 * AWS Backup, of which it is not said. What lands here is copied to the archive.
 */
public final class Landing extends Part {
  /** The copy in the archive is what is kept. */
  /** Where load balancers write what was asked for. */
  public static final String ACCESS = "access";

  /** Where load balancers write who connected. */
  public static final String CONNECTIONS = "connections";

  private static final int EXPIRE_DAYS = 30;

  private static final String NAME = "landing";

  private final Bucket bucket;

  /**
   * @param reporter the role in which AWS Backup writes its reports, by its ARN
   */
  public Landing(Scope scope, Archive archive, Key key, Output<String> reporter) {
    super("Landing", NAME, scope);
    bucket =
        new Bucket(
            NAME,
            this,
            new Bucket.Nature(Optional.empty(), 0, EXPIRE_DAYS),
            writers(scope, reporter));
    Role role =
        new Role(
            "landing-copy",
            this,
            Policy.trustUnasked("s3.amazonaws.com"),
            List.of(
                Statement.allow("Look", "s3:GetReplicationConfiguration", "s3:ListBucket")
                    .on(bucket.arn()),
                Statement.allow(
                        "Read",
                        "s3:GetObjectVersionAcl",
                        "s3:GetObjectVersionForReplication",
                        "s3:GetObjectVersionTagging")
                    .on(bucket.objects("*")),
                Statement.allow("Write", "s3:ReplicateObject", "s3:ReplicateTags")
                    .on(archive.bucket().objects("*")),
                Statement.allow("Encrypt", "kms:Encrypt", "kms:GenerateDataKey").on(key.arn())));
    copy(role, archive, key);
    registerOutputs(Map.of("bucket", bucket.arn()));
  }

  private static List<Statement> writers(Scope scope, Output<String> reporter) {
    String arn = Bucket.arnOf(scope, NAME);
    return List.of(
        Statement.allow("LoadBalancersWrite", "s3:PutObject")
            .service("logdelivery.elasticloadbalancing.amazonaws.com")
            .on(arn + "/" + ACCESS + "/AWSLogs/" + scope.account() + "/*")
            .on(arn + "/" + CONNECTIONS + "/AWSLogs/" + scope.account() + "/*")
            .when("ArnLike", "aws:SourceArn", scope.arn("elasticloadbalancing", "loadbalancer/*")),
        config("ConfigAsks", "s3:GetBucketAcl", arn, scope),
        config("ConfigLists", "s3:ListBucket", arn, scope),
        config("ConfigWrites", "s3:PutObject", arn + "/config/*", scope),
        // Reports come in the name of a role, not of the service (AWS Backup developer guide,
        // "Creating report plans").
        Statement.allow("ReportsWrite", "s3:PutObject")
            .aws(reporter)
            .on(arn + "/restore-tests/*")
            .when("StringEquals", "s3:x-amz-acl", "bucket-owner-full-control"));
  }

  private static Statement config(String id, String action, String resource, Scope scope) {
    return Statement.allow(id, action)
        .service("config.amazonaws.com")
        .on(resource)
        .when("StringEquals", "aws:SourceAccount", scope.account());
  }

  private void copy(Role role, Archive archive, Key key) {
    new BucketReplicationConfig(
        named("copy"),
        BucketReplicationConfigArgs.builder()
            .bucket(bucket.id())
            .role(role.arn())
            .rules(
                BucketReplicationConfigRuleArgs.builder()
                    .id("archive")
                    .status("Enabled")
                    .priority(1)
                    .filter(BucketReplicationConfigRuleFilterArgs.builder().prefix("").build())
                    // S3 refuses to encrypt copies where this is left open.
                    .sourceSelectionCriteria(
                        BucketReplicationConfigRuleSourceSelectionCriteriaArgs.builder()
                            .sseKmsEncryptedObjects(
                                BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs
                                    .builder()
                                    .status("Enabled")
                                    .build())
                            .build())
                    .deleteMarkerReplication(
                        BucketReplicationConfigRuleDeleteMarkerReplicationArgs.builder()
                            .status("Disabled")
                            .build())
                    .destination(
                        BucketReplicationConfigRuleDestinationArgs.builder()
                            .bucket(archive.bucket().arn())
                            .encryptionConfiguration(
                                BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs
                                    .builder()
                                    .replicaKmsKeyId(key.arn())
                                    .build())
                            .build())
                    .build())
            .build(),
        options().dependsOn(bucket.versioning(), archive.bucket().versioning()).build());
  }

  /** The bucket itself. */
  public Bucket whole() {
    return bucket;
  }

  /** The bucket's name, once it admits who writes to it. */
  public Output<String> bucket() {
    return bucket.ready();
  }
}
