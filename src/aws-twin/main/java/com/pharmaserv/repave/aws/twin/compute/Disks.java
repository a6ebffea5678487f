package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.typed.Pojos;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVolumesResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceBlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** A region's volumes: those of its machines. */
final class Disks {
  private static final int PAGE_MIN = 5;
  private static final int PAGE_MAX = 1000;

  private final TwinRegion region;
  private final Tags tags;
  private final Table<Volume> volumes;

  Disks(TwinRegion region, Tags tags) {
    this.region = region;
    this.tags = tags;
    this.volumes = new Table<>(region.clock());
  }

  boolean has(String id) {
    return volumes.has(id);
  }

  /** Volumes that no machine will take with it. */
  Stream<String> ids() {
    return volumes.all().stream().filter(v -> v.attachments().isEmpty()).map(Volume::volumeId);
  }

  /**
   * The devices a machine gets: the image's, changed by the launch's under the same device name.
   * EC2 user guide, "Block device mappings": a volume is never smaller than its snapshot, and one
   * from an encrypted snapshot is always encrypted.
   */
  static List<BlockDeviceMapping> merged(Image image, List<BlockDeviceMapping> asked) {
    Map<String, BlockDeviceMapping> devices = new TreeMap<>();
    image.blockDeviceMappings().forEach(device -> devices.put(device.deviceName(), device));
    for (BlockDeviceMapping change : asked) {
      Optional<BlockDeviceMapping> base = Optional.ofNullable(devices.get(change.deviceName()));
      if (change.noDevice() != null) {
        devices.remove(change.deviceName());
      } else {
        devices.put(change.deviceName(), base.map(b -> merged(b, change)).orElse(change));
      }
    }
    devices.values().forEach(Disks::check);
    return List.copyOf(devices.values());
  }

  private static BlockDeviceMapping merged(BlockDeviceMapping base, BlockDeviceMapping change) {
    EbsBlockDevice was = base.ebs();
    EbsBlockDevice ebs = change.ebs() == null ? EbsBlockDevice.builder().build() : change.ebs();
    if (ebs.volumeSize() != null && ebs.volumeSize() < was.volumeSize()) {
      throw new TwinException(
          "InvalidBlockDeviceMapping",
          "Volume of size "
              + ebs.volumeSize()
              + "GB is smaller than snapshot '"
              + was.snapshotId()
              + ("', expect size >= " + was.volumeSize() + "GB"));
    }
    EbsBlockDevice.Builder both = was.toBuilder();
    Pojos.copy(ebs, both);
    return change.toBuilder().ebs(both.encrypted(encrypted(was) || encrypted(ebs)).build()).build();
  }

  private static void check(BlockDeviceMapping device) {
    if (device.ebs() == null
        || (device.ebs().volumeSize() == null && device.ebs().snapshotId() == null)) {
      throw new TwinException(
          "MissingParameter",
          "The request must contain the parameter size or snapshotId for " + device.deviceName());
    }
  }

  private static boolean encrypted(EbsBlockDevice ebs) {
    return Boolean.TRUE.equals(ebs.encrypted());
  }

  /** Makes the volumes and attaches them. */
  List<InstanceBlockDeviceMapping> attach(
      String instanceId, String zone, List<BlockDeviceMapping> devices, Map<String, String> tag) {
    List<InstanceBlockDeviceMapping> attached = new ArrayList<>();
    for (BlockDeviceMapping device : devices) {
      EbsBlockDevice ebs = device.ebs();
      String id = region.ids().next("vol");
      // CreateVolume and RunInstances: volumes of a launch go with the machine unless said
      // otherwise.
      boolean goes = !Boolean.FALSE.equals(ebs.deleteOnTermination());
      volumes.put(
          id,
          Volume.builder()
              .volumeId(id)
              .availabilityZone(zone)
              .size(ebs.volumeSize())
              .snapshotId(ebs.snapshotId())
              .volumeType(ebs.volumeTypeAsString() == null ? "gp2" : ebs.volumeTypeAsString())
              .encrypted(encrypted(ebs))
              .kmsKeyId(encrypted(ebs) ? keyOf(ebs) : null)
              .state("in-use")
              .createTime(region.clock().now())
              .attachments(
                  VolumeAttachment.builder()
                      .instanceId(instanceId)
                      .volumeId(id)
                      .device(device.deviceName())
                      .state("attached")
                      .deleteOnTermination(goes)
                      .build())
              .build());
      tags.put(id, tag);
      attached.add(
          InstanceBlockDeviceMapping.builder()
              .deviceName(device.deviceName())
              .ebs(
                  e ->
                      e.volumeId(id)
                          .status("attached")
                          .attachTime(region.clock().now())
                          .deleteOnTermination(goes))
              .build());
    }
    return attached;
  }

  private String keyOf(EbsBlockDevice ebs) {
    return ebs.kmsKeyId() == null ? Compute.defaultKey(region) : ebs.kmsKeyId();
  }

  /** The machine is gone: its volumes go, or stay without it. */
  void detach(String instanceId) {
    for (Volume volume : of(instanceId)) {
      if (volume.attachments().get(0).deleteOnTermination()) {
        volumes.remove(volume.volumeId());
        tags.remove(volume.volumeId());
      } else {
        volumes.put(
            volume.volumeId(),
            volume.toBuilder().state("available").attachments(List.of()).build());
      }
    }
  }

  /** The volumes of a machine, in the order of their devices. */
  List<Volume> of(String instanceId) {
    return volumes.all().stream()
        .filter(v -> v.attachments().stream().anyMatch(a -> a.instanceId().equals(instanceId)))
        .sorted(Comparator.comparing(v -> v.attachments().get(0).device()))
        .toList();
  }

  DescribeVolumesResponse describe(Request call, DescribeVolumesRequest asked) {
    for (String id : asked.volumeIds()) {
      if (volumes.get(id, call.asOf()).isEmpty()) {
        throw new TwinException(
            "InvalidVolume.NotFound", "The volume '" + id + "' does not exist.");
      }
    }
    List<Volume> found =
        new Filters<>(Volume::tags)
            .on("volume-id", Volume::volumeId)
            .on("status", Volume::stateAsString)
            .on("encrypted", Volume::encrypted)
            .on("availability-zone", Volume::availabilityZone)
            .on("snapshot-id", Volume::snapshotId)
            .onAll(
                "attachment.instance-id",
                v -> v.attachments().stream().map(VolumeAttachment::instanceId).toList())
            .apply(
                volumes.all(call.asOf()).stream()
                    .filter(
                        v ->
                            asked.volumeIds().isEmpty() || asked.volumeIds().contains(v.volumeId()))
                    .map(v -> v.toBuilder().tags(tags.of(v.volumeId(), call.asOf())).build())
                    .toList(),
                asked.filters());
    Page<Volume> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeVolumesResponse.builder()
        .volumes(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }
}
