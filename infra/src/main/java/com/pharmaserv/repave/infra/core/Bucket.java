package com.pharmaserv.repave.infra.core;

import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketObjectLockConfigurationV2;
import com.pulumi.aws.s3.BucketObjectLockConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.BucketVersioningV2Args;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketObjectLockConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketObjectLockConfigurationV2RuleDefaultRetentionArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketVersioningV2VersioningConfigurationArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bucket that only TLS reaches, nobody outside the account reads, and nothing vanishes from. */
public final class Bucket extends Part {
  /** After so many days the parts of an abandoned upload are deleted. */
  private static final int ABORT_DAYS = 7;

  private final BucketV2 bucket;
  private final BucketVersioningV2 versioning;
  private final BucketPolicy policy;

  /**
   * What tells buckets apart.
   *
   * @param key what objects are encrypted with; empty for S3's own key, where AWS takes no other
   * @param lockDays how long nobody, not even the account's root, can delete an object; 0 for not
   * @param expireDays after how long objects are deleted
   */
  public record Nature(Optional<Key> key, int lockDays, int expireDays) {}

  /**
   * @param more statements about services that write here; their resource is the bucket's ARN
   */
  public Bucket(String name, Part parent, Nature nature, List<Statement> more) {
    super("Bucket", name, parent);
    boolean locked = nature.lockDays() > 0;
    bucket =
        new BucketV2(
            named("bucket"),
            BucketV2Args.builder()
                .bucket(scope().called(name) + "-" + scope().account())
                .objectLockEnabled(locked)
                .build(),
            kept());
    versioning =
        new BucketVersioningV2(
            named("versioning"),
            BucketVersioningV2Args.builder()
                .bucket(bucket.id())
                .versioningConfiguration(
                    BucketVersioningV2VersioningConfigurationArgs.builder()
                        .status("Enabled")
                        .build())
                .build(),
            own());
    if (locked) {
      lock(nature.lockDays());
    }
    encrypt(nature.key());
    closeToOthers();
    expire(nature.expireDays());
    policy =
        new BucketPolicy(
            named("policy"),
            BucketPolicyArgs.builder().bucket(bucket.id()).policy(policy(more)).build(),
            own());
    registerOutputs(Map.of("arn", bucket.arn()));
  }

  public Output<String> id() {
    return bucket.id();
  }

  /** The bucket's name, once its policy stands: services try to write as soon as they know it. */
  public Output<String> ready() {
    return Output.tuple(bucket.id(), policy.id()).applyValue(both -> both.t1);
  }

  public Output<String> arn() {
    return bucket.arn();
  }

  /** The ARN of everything in the bucket below a path. */
  public Output<String> objects(String path) {
    return bucket.arn().applyValue(arn -> arn + "/" + path);
  }

  /** The versioning, which replication must wait for. */
  public BucketVersioningV2 versioning() {
    return versioning;
  }

  /** The bucket's ARN as it will be: policies of the bucket are written before it exists. */
  public static String arnOf(Scope scope, String name) {
    return "arn:aws:s3:::" + scope.called(name) + "-" + scope.account();
  }

  private void lock(int days) {
    new BucketObjectLockConfigurationV2(
        named("lock"),
        BucketObjectLockConfigurationV2Args.builder()
            .bucket(bucket.id())
            .rule(
                BucketObjectLockConfigurationV2RuleArgs.builder()
                    .defaultRetention(
                        BucketObjectLockConfigurationV2RuleDefaultRetentionArgs.builder()
                            .mode("COMPLIANCE")
                            .days(days)
                            .build())
                    .build())
            .build(),
        options().dependsOn(versioning).build());
  }

  private void encrypt(Optional<Key> key) {
    var how =
        BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs
            .builder();
    if (key.isPresent()) {
      how.sseAlgorithm("aws:kms").kmsMasterKeyId(key.get().arn());
    } else {
      how.sseAlgorithm("AES256");
    }
    new BucketServerSideEncryptionConfigurationV2(
        named("encryption"),
        BucketServerSideEncryptionConfigurationV2Args.builder()
            .bucket(bucket.id())
            .rules(
                BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
                    .applyServerSideEncryptionByDefault(how.build())
                    .bucketKeyEnabled(key.isPresent())
                    .build())
            .build(),
        own());
  }

  private void closeToOthers() {
    new BucketPublicAccessBlock(
        named("public-access"),
        BucketPublicAccessBlockArgs.builder()
            .bucket(bucket.id())
            .blockPublicAcls(true)
            .blockPublicPolicy(true)
            .ignorePublicAcls(true)
            .restrictPublicBuckets(true)
            .build(),
        own());
    new BucketOwnershipControls(
        named("ownership"),
        BucketOwnershipControlsArgs.builder()
            .bucket(bucket.id())
            .rule(
                BucketOwnershipControlsRuleArgs.builder()
                    .objectOwnership("BucketOwnerEnforced")
                    .build())
            .build(),
        own());
  }

  private void expire(int days) {
    new BucketLifecycleConfigurationV2(
        named("lifecycle"),
        BucketLifecycleConfigurationV2Args.builder()
            .bucket(bucket.id())
            .rules(
                BucketLifecycleConfigurationV2RuleArgs.builder()
                    .id("expire")
                    .status("Enabled")
                    .filter(
                        BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build())
                    .expiration(
                        BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                            .days(days)
                            .build())
                    .noncurrentVersionExpiration(
                        BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                            .noncurrentDays(days)
                            .build())
                    .abortIncompleteMultipartUpload(
                        BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs
                            .builder()
                            .daysAfterInitiation(ABORT_DAYS)
                            .build())
                    .build())
            .build(),
        options().dependsOn(versioning).build());
  }

  private Output<String> policy(List<Statement> more) {
    List<Statement> all = new ArrayList<>();
    all.add(
        Statement.deny("OnlyTls", "s3:*")
            .everybody()
            .on(bucket.arn())
            .on(objects("*"))
            .when("Bool", "aws:SecureTransport", "false"));
    all.add(
        Statement.deny("OnlyCurrentTls", "s3:*")
            .everybody()
            .on(bucket.arn())
            .on(objects("*"))
            .when("NumericLessThan", "s3:TlsVersion", "1.2"));
    all.addAll(more);
    return Policy.json(all);
  }
}
