package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A region's EBS snapshots: those of its images, and those that are written block by block. */
public final class Snapshots {
  private static final int PAGE_MIN = 5;
  private static final int PAGE_MAX = 1000;

  private final Compute compute;
  private final TwinRegion region;
  private final Table<Snapshot> snapshots;

  Snapshots(Compute compute) {
    this.compute = compute;
    this.region = compute.region();
    this.snapshots = new Table<>(region.clock());
  }

  boolean has(String id) {
    return snapshots.has(id);
  }

  Stream<String> ids() {
    return snapshots.all().stream().map(Snapshot::snapshotId);
  }

  /**
   * Starts a snapshot that is complete after that time.
   *
   * @param key null if it is not encrypted
   */
  String start(
      @Nullable String volumeId,
      int gib,
      @Nullable String key,
      String description,
      Map<String, String> tags,
      Duration takes) {
    String id = pending(volumeId, gib, key, description);
    compute.tags().put(id, tags);
    region.clock().after(takes.dividedBy(2), () -> progress(id, SnapshotState.PENDING, "48%"));
    region.clock().after(takes, () -> progress(id, SnapshotState.COMPLETED, "100%"));
    return id;
  }

  /**
   * Starts a snapshot that stays pending until {@link #close} ends it.
   *
   * @param key null if it is not encrypted
   */
  public String open(int gib, @Nullable String key, String description, Map<String, String> tags) {
    TagSpecification asked =
        TagSpecification.builder().resourceType("snapshot").tags(Tags.list(tags)).build();
    Map<String, String> checked = Tags.of(List.of(asked), "snapshot");
    String id = pending(null, gib, key, description);
    compute.tags().put(id, checked);
    return id;
  }

  /** Ends a pending snapshot; nothing if it was removed meanwhile or has ended. */
  public void close(String id, SnapshotState state, @Nullable String message) {
    if (find(id).filter(s -> s.state() == SnapshotState.PENDING).isPresent()) {
      progress(id, state, state == SnapshotState.COMPLETED ? "100%" : "0%");
      snapshots.update(id, s -> s.toBuilder().stateMessage(message).build());
    }
  }

  /** The snapshot as it is now, without its tags. */
  public Optional<Snapshot> find(String id) {
    return snapshots.get(id);
  }

  private String pending(
      @Nullable String volumeId, int gib, @Nullable String key, String description) {
    String id = region.ids().next("snap");
    snapshots.put(
        id,
        Snapshot.builder()
            .snapshotId(id)
            // EC2 API reference, Snapshot: a copy has an arbitrary volume id, not to be used.
            .volumeId(volumeId == null ? "vol-ffffffff" : volumeId)
            .volumeSize(gib)
            .encrypted(key != null)
            .kmsKeyId(key)
            .description(description)
            .ownerId(TwinCloud.ACCOUNT)
            .startTime(region.clock().now())
            .state(SnapshotState.PENDING)
            .progress("0%")
            .storageTier("standard")
            .build());
    return id;
  }

  private void progress(String id, SnapshotState state, String share) {
    snapshots.update(id, s -> s.toBuilder().state(state).progress(share).build());
  }

  void remove(String id) {
    snapshots.remove(id);
    compute.tags().remove(id);
  }

  /** EC2 API reference, DeleteSnapshot: refused while a registered image uses it. */
  DeleteSnapshotResponse delete(DeleteSnapshotRequest asked) {
    String id = asked.snapshotId();
    demand(id);
    List<String> users = compute.images().using(id);
    if (!users.isEmpty()) {
      throw new TwinException(
          "InvalidSnapshot.InUse",
          "The snapshot " + id + " is currently in use by " + users.get(0));
    }
    remove(id);
    return DeleteSnapshotResponse.builder().build();
  }

  /** Finds a snapshot, or refuses as EC2 does. */
  Snapshot demand(String id) {
    if (!id.matches("snap-[0-9a-f]{8,17}")) {
      throw new TwinException(
          "InvalidSnapshotID.Malformed", "Value (" + id + ") for parameter snapshotId is invalid.");
    }
    return snapshots
        .get(id)
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist."));
  }

  /** The double holds none but the account's own. */
  DescribeSnapshotsResponse describe(Request call, DescribeSnapshotsRequest asked) {
    List<String> ids = asked.snapshotIds();
    for (String id : ids) {
      if (snapshots.get(id, call.asOf()).isEmpty()) {
        throw new TwinException(
            "InvalidSnapshot.NotFound", "The snapshot '" + id + "' does not exist.");
      }
    }
    boolean own =
        asked.ownerIds().isEmpty()
            || asked.ownerIds().contains("self")
            || asked.ownerIds().contains(TwinCloud.ACCOUNT);
    List<Snapshot> found =
        new Filters<>(Snapshot::tags)
            .on("snapshot-id", Snapshot::snapshotId)
            .on("status", Snapshot::stateAsString)
            .on("volume-id", Snapshot::volumeId)
            .on("description", Snapshot::description)
            .on("encrypted", Snapshot::encrypted)
            .on("owner-id", Snapshot::ownerId)
            .on("start-time", Snapshot::startTime)
            .apply(
                snapshots.all(call.asOf()).stream()
                    .filter(s -> own && (ids.isEmpty() || ids.contains(s.snapshotId())))
                    .map(s -> tagged(call, s))
                    .toList(),
                asked.filters());
    Page<Snapshot> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), PAGE_MIN, PAGE_MAX);
    return DescribeSnapshotsResponse.builder()
        .snapshots(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private Snapshot tagged(Request call, Snapshot snapshot) {
    return snapshot.toBuilder().tags(compute.tags().of(snapshot.snapshotId(), call.asOf())).build();
  }
}
