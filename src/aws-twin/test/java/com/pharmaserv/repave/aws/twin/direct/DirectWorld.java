package com.pharmaserv.repave.aws.twin.direct;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.PutSnapshotBlockRequest;
import software.amazon.awssdk.services.ebs.model.StartSnapshotRequest;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** A region with short words for what tests of snapshots do. */
final class DirectWorld {
  static final String KEY = "arn:aws:kms:eu-central-1:111122223333:key/images";

  final TwinCloud cloud = new TwinCloud(5);
  final Direct direct = cloud.region("eu-central-1").part(Direct.class);
  final EbsClient ebs = new TwinClients(cloud, "eu-central-1").direct();
  final Ec2Client ec2 = new TwinClients(cloud, "eu-central-1").compute();

  DirectWorld() {
    direct.appearAfter(Duration.ZERO, Duration.ZERO);
  }

  static byte[] block(int content) {
    byte[] block = new byte[Direct.BLOCK];
    Arrays.fill(block, (byte) content);
    return block;
  }

  String start(UnaryOperator<StartSnapshotRequest.Builder> more) {
    return ebs.startSnapshot(more.apply(StartSnapshotRequest.builder().volumeSize(1L)).build())
        .snapshotId();
  }

  /** Encrypted, without a parent. */
  String start() {
    return start(r -> r.encrypted(true).kmsKeyArn(KEY));
  }

  void put(String snapshot, int index, byte[] block) {
    put(snapshot, index, block, r -> r);
  }

  void put(
      String snapshot,
      int index,
      byte[] block,
      UnaryOperator<PutSnapshotBlockRequest.Builder> more) {
    PutSnapshotBlockRequest.Builder asked =
        PutSnapshotBlockRequest.builder()
            .snapshotId(snapshot)
            .blockIndex(index)
            .dataLength(block.length)
            .checksum(Digests.sha256(block))
            .checksumAlgorithm(ChecksumAlgorithm.SHA256);
    ebs.putSnapshotBlock(more.apply(asked).build(), RequestBody.fromBytes(block));
  }

  void complete(String snapshot, int count) {
    ebs.completeSnapshot(r -> r.snapshotId(snapshot).changedBlocksCount(count));
    pass(Duration.ofMinutes(1));
  }

  /** A completed snapshot of those blocks. */
  String whole(int... contents) {
    String id = start();
    for (int i = 0; i < contents.length; i++) {
      put(id, i, block(contents[i]));
    }
    complete(id, contents.length);
    return id;
  }

  Snapshot described(String id) {
    return ec2.describeSnapshots(r -> r.snapshotIds(id)).snapshots().get(0);
  }

  /** Indexes and tokens of all blocks, over all pages. */
  Map<Integer, String> listed(String id) {
    Map<Integer, String> found = new TreeMap<>();
    ebs.listSnapshotBlocksPaginator(r -> r.snapshotId(id).maxResults(100)).stream()
        .flatMap(page -> page.blocks().stream())
        .forEach(block -> found.put(block.blockIndex(), block.blockToken()));
    return found;
  }

  /** The first byte of each block. */
  Map<Integer, Integer> contents(String id) {
    Map<Integer, Integer> found = new TreeMap<>();
    listed(id)
        .forEach(
            (index, token) ->
                found.put(
                    index,
                    (int)
                        ebs.getSnapshotBlockAsBytes(
                                r -> r.snapshotId(id).blockIndex(index).blockToken(token))
                            .asByteArrayUnsafe()[0]));
    return found;
  }

  void pass(Duration span) {
    cloud.clock().advance(span);
  }
}
