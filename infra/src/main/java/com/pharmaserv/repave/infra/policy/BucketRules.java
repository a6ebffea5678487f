package com.pharmaserv.repave.infra.policy;

import static com.pharmaserv.repave.infra.policy.Claim.S1;
import static com.pharmaserv.repave.infra.policy.Claim.S14;
import static com.pharmaserv.repave.infra.policy.Claim.S2;
import static com.pharmaserv.repave.infra.policy.Claim.S5;
import static com.pharmaserv.repave.infra.policy.Claim.S7;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.List;

/** Buckets, and what is kept in them. */
final class BucketRules {
  private static final String BUCKET = "s3/bucketV2:BucketV2";
  private static final int LOG_DAYS = 365;
  private static final String LANDING = "-landing-";

  /** Where those write who cannot use our key: load balancers, and S3 about accesses. */
  private static final List<String> UNKEYED = List.of(LANDING, "-access-");

  static final List<Rule> RULES =
      List.of(
          Rule.of(
              "G02",
              "Buckets are reached over TLS only, closed to others, encrypted, versioned and"
                  + " tidied.",
              List.of(S2, S5),
              "S3.1 S3.5 S3.8 S3.12 S3.13 S3.14 S3.17 CKV_AWS_18 CKV_AWS_21 CKV_AWS_53 CKV_AWS_145 CKV_AWS_300",
              BucketRules::buckets),
          Rule.of(
              "G10",
              "The archive and the evidence are locked: nobody can change or delete them.",
              List.of(S7, S14),
              "S3.15 21CFR11.10(c) 21CFR11.10(e) Annex11-9",
              BucketRules::locked),
          Rule.of(
              "X02",
              "Logs and data stay in the jurisdiction when they are copied.",
              List.of(S1, S14),
              "GDPR-44",
              BucketRules::copies));

  private BucketRules() {}

  private static void buckets(Inventory all, Sight sight) {
    sight.someOf(all.of(BUCKET), "there is no bucket");
    for (ResourceView bucket : all.of(BUCKET)) {
      part(
          all,
          sight,
          bucket,
          "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
          "is open to others",
          b ->
              b.flag("blockPublicAcls")
                  && b.flag("blockPublicPolicy")
                  && b.flag("ignorePublicAcls")
                  && b.flag("restrictPublicBuckets"));
      part(
          all,
          sight,
          bucket,
          "s3/bucketOwnershipControls:BucketOwnershipControls",
          "has objects of others",
          o -> o.text("rule.objectOwnership").equals("BucketOwnerEnforced"));
      part(
          all,
          sight,
          bucket,
          "s3/bucketVersioningV2:BucketVersioningV2",
          "keeps no old versions",
          v -> v.text("versioningConfiguration.status").equals("Enabled"));
      part(
          all,
          sight,
          bucket,
          "s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
          "is never tidied",
          l -> l.has("rules.0.abortIncompleteMultipartUpload"));
      String how = "rules.0.applyServerSideEncryptionByDefault.";
      part(
          all,
          sight,
          bucket,
          "s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
          "is not under our key",
          e ->
              e.has(how + "kmsMasterKeyId")
                  || UNKEYED.stream().anyMatch(bucket.text("bucket")::contains));
      part(
          all,
          sight,
          bucket,
          "s3/bucketPolicy:BucketPolicy",
          "is reached without current TLS",
          p ->
              p.text("policy").contains("aws:SecureTransport")
                  && p.text("policy").contains("s3:TlsVersion"));
    }
    for (ResourceView policy : all.of("s3/bucketPolicy:BucketPolicy")) {
      sight.require(
          policy,
          PolicyText.entries(policy.text("policy")).stream()
              .noneMatch(e -> e.allows() && (e.everybody() || e.conditions().isEmpty())),
          "lets others in without a condition");
    }
    sight.require(
        all.of("s3/accountPublicAccessBlock:AccountPublicAccessBlock").stream()
            .anyMatch(b -> b.flag("blockPublicAcls") && b.flag("restrictPublicBuckets")),
        "the account may have public buckets");
  }

  private static void part(
      Inventory all,
      Sight sight,
      ResourceView bucket,
      String type,
      String otherwise,
      java.util.function.Predicate<ResourceView> good) {
    sight.require(bucket, all.users(bucket, type, "bucket").stream().anyMatch(good), otherwise);
  }

  private static void locked(Inventory all, Sight sight) {
    for (String name : List.of("-archive-", "-evidence-")) {
      List<ResourceView> buckets =
          all.of(BUCKET).stream().filter(b -> b.text("bucket").contains(name)).toList();
      sight.someOf(buckets, "there is no bucket " + name);
      for (ResourceView bucket : buckets) {
        sight.require(bucket, bucket.flag("objectLockEnabled"), "is not locked");
        String retention = "rule.defaultRetention.";
        part(
            all,
            sight,
            bucket,
            "s3/bucketObjectLockConfigurationV2:BucketObjectLockConfigurationV2",
            "is not locked for a year against everybody",
            lock ->
                lock.text(retention + "mode").equals("COMPLIANCE")
                    && lock.number(retention + "days") >= LOG_DAYS);
      }
    }
  }

  private static void copies(Inventory all, Sight sight) {
    List<ResourceView> landing =
        all.of(BUCKET).stream().filter(b -> b.text("bucket").contains(LANDING)).toList();
    for (ResourceView bucket : landing) {
      List<ResourceView> copies =
          all.users(bucket, "s3/bucketReplicationConfig:BucketReplicationConfig", "bucket");
      sight.require(bucket, !copies.isEmpty(), "is not copied to the archive");
      for (ResourceView copy : copies) {
        sight.require(
            copy,
            !all.used(copy, "rules", BUCKET).isEmpty(),
            "goes to a bucket that is not this stack's");
      }
    }
    sight.someOf(landing, "load balancers write nowhere");
  }
}
