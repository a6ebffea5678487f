package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.CopyTagsFromSource;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.CreateSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SnapshotInfo;
import software.amazon.awssdk.services.ec2.model.Volume;

/** What is done to machines that are looked into: other security groups, snapshots of all disks. */
final class Forensics {
  /** A first snapshot of a volume takes minutes; nobody waits for these. */
  private static final Duration TAKES = Duration.ofMinutes(3);

  private final Compute compute;

  Forensics(Compute compute) {
    this.compute = compute;
  }

  /**
   * EC2 API reference, ModifyInstanceAttribute: "Replaces the security groups of the instance with
   * the specified security groups. You must specify the ID of at least one security group"; of an
   * instance with several network interfaces, those are to be changed. Nothing else is changed in
   * the double.
   */
  ModifyInstanceAttributeResponse modify(ModifyInstanceAttributeRequest asked) {
    Server server = compute.servers().demand(asked.instanceId());
    if (asked.groups().isEmpty()) {
      throw new TwinException(
          "InvalidParameterCombination", "No attributes specified that the double can modify.");
    }
    if (server.ended()) {
      throw new TwinException(
          "IncorrectInstanceState",
          "The instance '" + server.id() + "' is not in a state from which it can be changed.");
    }
    List<GroupIdentifier> groups = new ArrayList<>();
    for (String id : asked.groups()) {
      SecurityGroup group = compute.network().demandGroup(id);
      groups.add(
          GroupIdentifier.builder().groupId(group.groupId()).groupName(group.groupName()).build());
    }
    Instance changed =
        server.instance().toBuilder()
            .securityGroups(groups)
            .networkInterfaces(
                server.instance().networkInterfaces().stream()
                    .map(network -> network.toBuilder().groups(groups).build())
                    .toList())
            .build();
    compute.servers().change(new Server(changed, server.reservationId(), server.runningSince()));
    return ModifyInstanceAttributeResponse.builder().build();
  }

  /**
   * EC2 API reference, CreateSnapshots: of all volumes of an instance at one point in time, tagged
   * alike; the volumes' tags are copied where asked for.
   */
  CreateSnapshotsResponse create(CreateSnapshotsRequest asked) {
    if (asked.instanceSpecification() == null) {
      throw new TwinException(
          "MissingParameter", "The request must contain the parameter InstanceSpecification");
    }
    Server server = compute.servers().demand(asked.instanceSpecification().instanceId());
    Set<String> without = new HashSet<>(asked.instanceSpecification().excludeDataVolumeIds());
    Tags.only(asked.tagSpecifications(), List.of("snapshot"));
    Map<String, String> tags = Tags.of(asked.tagSpecifications(), "snapshot");
    if (server.is(InstanceStateName.TERMINATED)) {
      throw new TwinException(
          "IncorrectInstanceState", "The instance '" + server.id() + "' is terminated.");
    }
    List<SnapshotInfo> made = new ArrayList<>();
    for (Volume volume : compute.disks().of(server.id())) {
      if (!without.contains(volume.volumeId())) {
        made.add(snapshot(asked, volume, tags));
      }
    }
    return CreateSnapshotsResponse.builder().snapshots(made).build();
  }

  private SnapshotInfo snapshot(
      CreateSnapshotsRequest asked, Volume volume, Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>();
    if (asked.copyTagsFromSource() == CopyTagsFromSource.VOLUME) {
      all.putAll(compute.tags().now(volume.volumeId()));
    }
    all.putAll(tags);
    int gib = volume.size() == null ? 8 : volume.size();
    String description = asked.description() == null ? "" : asked.description();
    String id =
        compute
            .snapshots()
            .start(volume.volumeId(), gib, volume.kmsKeyId(), description, all, TAKES);
    return SnapshotInfo.builder()
        .snapshotId(id)
        .volumeId(volume.volumeId())
        .volumeSize(gib)
        .encrypted(volume.encrypted())
        .description(description)
        .ownerId(TwinCloud.ACCOUNT)
        .startTime(compute.region().clock().now())
        .state("pending")
        .progress("0%")
        .tags(Tags.list(all))
        .build();
  }
}
