package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.ImageBehaviour;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.RegisterImageRequest;
import software.amazon.awssdk.services.ec2.model.RegisterImageResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** Images that are registered of snapshots. EC2 API reference, RegisterImage. */
final class Registrations {
  /** From RegisterImage to available; not documented, the disk is there already. */
  private static final Duration TAKES_MAX = Duration.ofSeconds(1);

  private final Compute compute;
  private final TwinRegion region;

  Registrations(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
  }

  /** No client token: the name is what makes it unique. */
  RegisterImageResponse register(RegisterImageRequest asked) {
    compute.images().demandFreeName(asked.name());
    Tags.only(asked.tagSpecifications(), List.of("image"));
    checkFirmware(asked);
    List<BlockDeviceMapping> devices = new ArrayList<>();
    for (BlockDeviceMapping device : asked.blockDeviceMappings()) {
      devices.add(device.toBuilder().ebs(disk(device)).build());
    }
    if (devices.stream().noneMatch(d -> d.deviceName().equals(asked.rootDeviceName()))) {
      throw new TwinException(
          "InvalidBlockDeviceMapping",
          "The root device '" + asked.rootDeviceName() + "' is not in the block device mapping.");
    }
    Image image = image(asked, devices);
    compute
        .images()
        .start(
            image,
            Tags.of(asked.tagSpecifications(), "image"),
            region.between(Duration.ZERO, TAKES_MAX));
    if (!bootsOnNitro(image)) {
      region.behave(image.imageId(), ImageBehaviour.GOOD.notBooting());
    }
    return RegisterImageResponse.builder().imageId(image.imageId()).build();
  }

  /** TpmSupport: "v2.0", only with the boot mode uefi. ImdsSupport: only "v2.0". */
  private static void checkFirmware(RegisterImageRequest asked) {
    if (asked.tpmSupport() != null && !"uefi".equals(asked.bootModeAsString())) {
      throw new TwinException(
          "InvalidParameterCombination", "TpmSupport v2.0 needs the boot mode uefi.");
    }
    if (asked.imdsSupport() != null && !"v2.0".equals(asked.imdsSupportAsString())) {
      throw new TwinException("InvalidParameterValue", "ImdsSupport: only v2.0.");
    }
  }

  /** What the image shows: architecture and virtualization have defaults of another age. */
  private Image image(RegisterImageRequest asked, List<BlockDeviceMapping> devices) {
    return Image.builder()
        .imageId(region.ids().next("ami"))
        .name(asked.name())
        .description(asked.description())
        .architecture(Optional.ofNullable(asked.architectureAsString()).orElse("i386"))
        .virtualizationType(Optional.ofNullable(asked.virtualizationType()).orElse("paravirtual"))
        .imageType("machine")
        .hypervisor("xen")
        .platformDetails("Linux/UNIX")
        .usageOperation("RunInstances")
        .rootDeviceType("ebs")
        .rootDeviceName(asked.rootDeviceName())
        .enaSupport(asked.enaSupport())
        .sriovNetSupport(asked.sriovNetSupport())
        .bootMode(asked.bootModeAsString())
        .tpmSupport(asked.tpmSupportAsString())
        .imdsSupport(asked.imdsSupportAsString())
        .blockDeviceMappings(devices)
        .build();
  }

  /** EC2 user guide, "Instances built on the AWS Nitro System": hvm and ENA. */
  private static boolean bootsOnNitro(Image image) {
    return List.of("x86_64", "arm64").contains(image.architectureAsString())
        && "hvm".equals(image.virtualizationTypeAsString())
        && Boolean.TRUE.equals(image.enaSupport());
  }

  /**
   * EBS user guide and EbsBlockDevice: a disk of a snapshot is encrypted as its snapshot is, under
   * its key; neither can be said here.
   */
  private EbsBlockDevice disk(BlockDeviceMapping device) {
    EbsBlockDevice asked = device.ebs();
    if (asked == null || asked.snapshotId() == null) {
      throw new TwinException("MissingParameter", "The double registers images of snapshots only.");
    }
    if (asked.kmsKeyId() != null || asked.encrypted() != null) {
      throw new TwinException(
          "InvalidParameterCombination",
          "KmsKeyId and Encrypted are not supported with a SnapshotId in RegisterImage.");
    }
    Snapshot snapshot = compute.snapshots().demand(asked.snapshotId());
    if (snapshot.state() != SnapshotState.COMPLETED) {
      throw new TwinException(
          "IncorrectState",
          "The snapshot " + snapshot.snapshotId() + " is " + snapshot.stateAsString() + ".");
    }
    int size = asked.volumeSize() == null ? snapshot.volumeSize() : asked.volumeSize();
    if (size < snapshot.volumeSize()) {
      throw new TwinException(
          "InvalidBlockDeviceMapping",
          "Volume of size " + size + "GB is smaller than snapshot '" + snapshot.snapshotId() + "'");
    }
    return asked.toBuilder()
        .volumeSize(size)
        .volumeType(Optional.ofNullable(asked.volumeTypeAsString()).orElse("standard"))
        .encrypted(snapshot.encrypted())
        .deleteOnTermination(!Boolean.FALSE.equals(asked.deleteOnTermination()))
        .build();
  }
}
