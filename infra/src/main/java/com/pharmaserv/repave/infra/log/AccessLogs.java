package com.pharmaserv.repave.infra.log;

import com.pharmaserv.repave.infra.core.Bucket;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.Statement;
import com.pulumi.aws.s3.BucketLoggingV2;
import com.pulumi.aws.s3.BucketLoggingV2Args;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who asked other buckets for what. S3 can neither use our keys nor write to a locked bucket for it
 * (Amazon S3 user guide, "Enabling server access logging"). Its own accesses are not recorded, and
 * nothing is copied from here: each record would be the cause of the next one.
 */
public final class AccessLogs extends Part {
  private static final String NAME = "access";

  private final Bucket bucket;

  public AccessLogs(Scope scope) {
    super("AccessLogs", NAME, scope);
    bucket =
        new Bucket(
            NAME,
            this,
            new Bucket.Nature(Optional.empty(), 0, Archive.LOCK_DAYS),
            List.of(
                Statement.allow("AccessesWrite", "s3:PutObject")
                    .service("logging.s3.amazonaws.com")
                    .on(Bucket.arnOf(scope, NAME) + "/*")
                    .when("StringEquals", "aws:SourceAccount", scope.account())));
    registerOutputs(Map.of("bucket", bucket.arn()));
  }

  /**
   * Records every access to a bucket.
   *
   * @param what the bucket's name in the stack, and the folder of its records
   */
  public void of(Part part, String what, Bucket accessed) {
    new BucketLoggingV2(
        part.named(what + "-accesses"),
        BucketLoggingV2Args.builder()
            .bucket(accessed.id())
            .targetBucket(bucket.ready())
            .targetPrefix(what + "/")
            .build(),
        part.own());
  }
}
