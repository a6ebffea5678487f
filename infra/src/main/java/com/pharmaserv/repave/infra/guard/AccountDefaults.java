package com.pharmaserv.repave.infra.guard;

import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Scope;
import com.pulumi.aws.account.AlternativeContact;
import com.pulumi.aws.account.AlternativeContactArgs;
import com.pulumi.aws.ebs.DefaultKmsKey;
import com.pulumi.aws.ebs.DefaultKmsKeyArgs;
import com.pulumi.aws.ebs.EncryptionByDefault;
import com.pulumi.aws.ebs.EncryptionByDefaultArgs;
import com.pulumi.aws.ebs.SnapshotBlockPublicAccess;
import com.pulumi.aws.ebs.SnapshotBlockPublicAccessArgs;
import com.pulumi.aws.ec2.ImageBlockPublicAccess;
import com.pulumi.aws.ec2.ImageBlockPublicAccessArgs;
import com.pulumi.aws.ec2.InstanceMetadataDefaults;
import com.pulumi.aws.ec2.InstanceMetadataDefaultsArgs;
import com.pulumi.aws.ec2.SerialConsoleAccess;
import com.pulumi.aws.ec2.SerialConsoleAccessArgs;
import com.pulumi.aws.s3.AccountPublicAccessBlock;
import com.pulumi.aws.s3.AccountPublicAccessBlockArgs;
import com.pulumi.aws.ssm.ServiceSetting;
import com.pulumi.aws.ssm.ServiceSettingArgs;
import java.util.Map;

/** What holds in a region of the account for whatever anybody makes there, this program or not. */
public final class AccountDefaults extends Part {
  public AccountDefaults(Scope scope, Key machineKey) {
    super("AccountDefaults", "defaults", scope);
    new EncryptionByDefault(
        named("volumes-encrypted"), EncryptionByDefaultArgs.builder().enabled(true).build(), own());
    new DefaultKmsKey(
        named("volumes-key"), DefaultKmsKeyArgs.builder().keyArn(machineKey.arn()).build(), own());
    new SnapshotBlockPublicAccess(
        named("snapshots-private"),
        SnapshotBlockPublicAccessArgs.builder().state("block-all-sharing").build(),
        own());
    new ImageBlockPublicAccess(
        named("images-private"),
        ImageBlockPublicAccessArgs.builder().state("block-new-sharing").build(),
        own());
    new SerialConsoleAccess(
        named("no-serial-console"),
        SerialConsoleAccessArgs.builder().enabled(false).build(),
        own());
    new InstanceMetadataDefaults(
        named("metadata"),
        InstanceMetadataDefaultsArgs.builder()
            .httpEndpoint("enabled")
            .httpTokens("required")
            .httpPutResponseHopLimit(1)
            .build(),
        own());
    new ServiceSetting(
        named("documents-private"),
        ServiceSettingArgs.builder()
            .settingId(
                scope.arn("ssm", "servicesetting/ssm/documents/console/public-sharing-permission"))
            .settingValue("Disable")
            .build(),
        own());
    if (scope.isPrimary()) {
      new AlternativeContact(
          named("security-contact"),
          AlternativeContactArgs.builder()
              .alternateContactType("SECURITY")
              .name("Security")
              .title("Answers for security")
              .emailAddress(scope.infrastructure().contact())
              .phoneNumber(scope.infrastructure().phone())
              .build(),
          own());
      new AccountPublicAccessBlock(
          named("buckets-private"),
          AccountPublicAccessBlockArgs.builder()
              .blockPublicAcls(true)
              .blockPublicPolicy(true)
              .ignorePublicAcls(true)
              .restrictPublicBuckets(true)
              .build(),
          own());
    }
    registerOutputs(Map.of());
  }
}
