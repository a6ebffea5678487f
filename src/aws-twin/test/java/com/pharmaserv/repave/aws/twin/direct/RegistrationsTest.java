package com.pharmaserv.repave.aws.twin.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.BootModeValues;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.ImdsSupportValues;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TpmSupportValues;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** RegisterImage of snapshots that were written block by block, and what can be done then. */
class RegistrationsTest {
  private final DirectWorld world = new DirectWorld();
  private final String snapshot = world.whole(1, 2);

  private static void refuses(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Ec2Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private String register(String name, UnaryOperator<RegisterImageRequest.Builder> more) {
    return world
        .ec2
        .registerImage(
            more.apply(
                    RegisterImageRequest.builder()
                        .name(name)
                        .rootDeviceName("/dev/xvda")
                        .blockDeviceMappings(disk(e -> e)))
                .build())
        .imageId();
  }

  private BlockDeviceMapping disk(UnaryOperator<EbsBlockDevice.Builder> more) {
    return BlockDeviceMapping.builder()
        .deviceName("/dev/xvda")
        .ebs(more.apply(EbsBlockDevice.builder().snapshotId(snapshot)).build())
        .build();
  }

  private static RegisterImageRequest.Builder nitro(RegisterImageRequest.Builder r) {
    return r.architecture("x86_64")
        .virtualizationType("hvm")
        .enaSupport(true)
        .bootMode(BootModeValues.UEFI)
        .tpmSupport(TpmSupportValues.V2_0)
        .imdsSupport(ImdsSupportValues.V2_0);
  }

  private Image image(String id) {
    world.pass(Duration.ofSeconds(5));
    return world.ec2.describeImages(r -> r.imageIds(id)).images().get(0);
  }

  @Test
  void anImageShowsWhatItWasRegisteredWithAndItsSnapshotsEncryption() {
    Image image =
        image(
            register(
                "app 1",
                r ->
                    nitro(r)
                        .blockDeviceMappings(disk(e -> e.volumeType(VolumeType.GP3)))
                        .tagSpecifications(
                            TagSpecification.builder()
                                .resourceType("image")
                                .tags(Tag.builder().key("a").value("b").build())
                                .build())));

    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.bootModeAsString()).isEqualTo("uefi");
    assertThat(image.tpmSupportAsString()).isEqualTo("v2.0");
    assertThat(image.imdsSupportAsString()).isEqualTo("v2.0");
    assertThat(image.tags()).hasSize(1);
    EbsBlockDevice disk = image.blockDeviceMappings().get(0).ebs();
    assertThat(disk.snapshotId()).isEqualTo(snapshot);
    assertThat(disk.encrypted()).isTrue();
    assertThat(disk.volumeSize()).isEqualTo(1);
    assertThat(world.cloud.region("eu-central-1").behaviour(image.imageId()).boots()).isTrue();
  }

  @Test
  void theDefaultsMakeAnImageThatDoesNotBootOnNitro() {
    Image image = image(register("app 1", r -> r));

    assertThat(image.architectureAsString()).isEqualTo("i386");
    assertThat(image.virtualizationTypeAsString()).isEqualTo("paravirtual");
    assertThat(image.bootMode()).isNull();
    assertThat(world.cloud.region("eu-central-1").behaviour(image.imageId()).boots()).isFalse();
  }

  @Test
  void refusesWhatEc2Refuses() {
    register("app 1", r -> nitro(r));
    String pending = world.start();

    refuses("InvalidAMIName.Duplicate", () -> register("app 1", r -> r));
    refuses("InvalidAMIName.Malformed", () -> register("a", r -> r));
    refuses(
        "InvalidParameterCombination",
        () -> register("b b", r -> r.blockDeviceMappings(disk(e -> e.kmsKeyId("k")))));
    refuses(
        "InvalidParameterCombination",
        () -> register("b b", r -> r.blockDeviceMappings(disk(e -> e.encrypted(false)))));
    refuses(
        "InvalidSnapshot.NotFound",
        () ->
            register(
                "b b",
                r -> r.blockDeviceMappings(disk(e -> e.snapshotId("snap-0123456789abcdef0")))));
    refuses(
        "IncorrectState",
        () -> register("b b", r -> r.blockDeviceMappings(disk(e -> e.snapshotId(pending)))));
    refuses("InvalidBlockDeviceMapping", () -> register("b b", r -> r.rootDeviceName("/dev/sda1")));
    refuses(
        "InvalidParameterCombination",
        () -> register("b b", r -> nitro(r).bootMode(BootModeValues.UEFI_PREFERRED)));
    refuses(
        "InvalidParameterValue",
        () ->
            register(
                "b b",
                r ->
                    r.tagSpecifications(
                        TagSpecification.builder().resourceType("snapshot").build())));
  }

  @Test
  void aVolumeMayNotBeSmallerThanItsSnapshot() {
    String large = world.start(r -> r.volumeSize(2L));
    world.put(large, 0, DirectWorld.block(1));
    world.complete(large, 1);

    refuses(
        "InvalidBlockDeviceMapping",
        () ->
            register(
                "b b", r -> r.blockDeviceMappings(disk(e -> e.snapshotId(large).volumeSize(1)))));
    register("b b", r -> r.blockDeviceMappings(disk(e -> e.snapshotId(large).volumeSize(3))));
  }

  @Test
  void anImageHoldsItsSnapshotAndProtectionHoldsTheImage() {
    String id = register("app 1", r -> nitro(r));
    image(id);
    world.ec2.enableImageDeregistrationProtection(r -> r.imageId(id).withCooldown(true));

    refuses("InvalidSnapshot.InUse", () -> world.ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));
    refuses("OperationNotPermitted", () -> world.ec2.deregisterImage(r -> r.imageId(id)));
    world.ec2.disableImageDeregistrationProtection(r -> r.imageId(id));
    refuses("OperationNotPermitted", () -> world.ec2.deregisterImage(r -> r.imageId(id)));
    world.pass(Duration.ofHours(25));
    world.ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    assertThat(world.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()).isEmpty();
  }

  @Test
  void sharingTakesAccountsAndDisablingTakesThemAway() {
    String id = register("app 1", r -> nitro(r));
    image(id);
    share(id, "444455556666");

    assertThat(accounts(id)).containsExactly("444455556666");
    refuses("InvalidAMIAttributeItemValue", () -> share(id, "me"));
    world.ec2.disableImage(r -> r.imageId(id));
    refuses("InvalidAMIID.Unavailable", () -> share(id, "444455556666"));
    world.ec2.enableImage(r -> r.imageId(id));
    assertThat(accounts(id)).isEmpty();
  }

  private void share(String id, String account) {
    world.ec2.modifyImageAttribute(
        r ->
            r.imageId(id)
                .launchPermission(p -> p.add(LaunchPermission.builder().userId(account).build())));
  }

  private java.util.List<String> accounts(String id) {
    return world
        .ec2
        .describeImageAttribute(r -> r.imageId(id).attribute(ImageAttributeName.LAUNCH_PERMISSION))
        .launchPermissions()
        .stream()
        .map(LaunchPermission::userId)
        .toList();
  }

  @Test
  void aDiskUnderTheAwsManagedKeyCannotBeShared() {
    String managed =
        "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";
    String under = world.start(r -> r.encrypted(true).kmsKeyArn(managed));
    world.put(under, 0, DirectWorld.block(1));
    world.complete(under, 1);
    String id = register("b b", r -> nitro(r).blockDeviceMappings(disk(e -> e.snapshotId(under))));
    image(id);

    refuses("InvalidParameter", () -> share(id, "444455556666"));
  }
}
