package com.pharmaserv.repave.aws.twin.direct;

import com.pharmaserv.repave.aws.twin.Bucket;
import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.RestService;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ebs.model.CompleteSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.GetSnapshotBlockRequest;
import software.amazon.awssdk.services.ebs.model.ListChangedBlocksRequest;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksRequest;
import software.amazon.awssdk.services.ebs.model.PutSnapshotBlockRequest;
import software.amazon.awssdk.services.ebs.model.StartSnapshotRequest;

/** EBS direct in the double, API version 2019-11-02. */
public final class DirectService extends RestService {
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int ACCEPTED = 202;
  private static final SdkBytes NOTHING = SdkBytes.fromByteArray(new byte[0]);

  private DirectService() {
    super("ebs");
    writes();
    reads();
  }

  /** Gives the cloud its EBS direct. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new DirectService());
    cloud.provide(Direct.class, Direct::new);
  }

  private static Direct in(Request call) {
    return call.region().part(Direct.class);
  }

  private void writes() {
    op(
        "POST",
        "/snapshots",
        "StartSnapshot",
        StartSnapshotRequest::builder,
        (call, asked) -> new Given(CREATED, in(call).writes().start(call, asked), NOTHING));
    op(
        "PUT",
        "/snapshots/{snapshotId}/blocks/{blockIndex}",
        "PutSnapshotBlock",
        PutSnapshotBlockRequest::builder,
        (call, asked) -> new Given(CREATED, in(call).writes().put(call, asked), NOTHING));
    op(
        "POST",
        "/snapshots/completion/{snapshotId}",
        "CompleteSnapshot",
        CompleteSnapshotRequest::builder,
        (call, asked) -> new Given(ACCEPTED, in(call).writes().complete(asked), NOTHING));
  }

  private void reads() {
    op(
        "GET",
        "/snapshots/{snapshotId}/blocks",
        "ListSnapshotBlocks",
        ListSnapshotBlocksRequest::builder,
        (call, asked) -> new Given(OK, in(call).reads().list(call, asked), NOTHING));
    op(
        "GET",
        "/snapshots/{secondSnapshotId}/changedblocks",
        "ListChangedBlocks",
        ListChangedBlocksRequest::builder,
        (call, asked) -> new Given(OK, in(call).reads().changed(call, asked), NOTHING));
    op(
        "GET",
        "/snapshots/{snapshotId}/blocks/{blockIndex}",
        "GetSnapshotBlock",
        GetSnapshotBlockRequest::builder,
        (call, asked) -> {
          Reads.Block block = in(call).reads().get(call, asked);
          return new Given(OK, block.fields(), block.bytes());
        });
  }

  /** AWS General Reference, "Amazon EBS endpoints and quotas": requests of an account a second. */
  @Override
  protected Optional<Bucket> bucket(String operation) {
    return Optional.of(
        switch (operation) {
          case "PutSnapshotBlock", "GetSnapshotBlock" -> new Bucket(operation, 1000, 1000);
          case "ListSnapshotBlocks", "ListChangedBlocks" -> new Bucket(operation, 50, 50);
          default -> new Bucket(operation, 10, 10);
        });
  }
}
