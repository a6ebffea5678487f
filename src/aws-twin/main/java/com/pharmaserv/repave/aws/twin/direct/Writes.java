package com.pharmaserv.repave.aws.twin.direct;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.wire.Json;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ebs.model.CompleteSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.CompleteSnapshotResponse;
import software.amazon.awssdk.services.ebs.model.PutSnapshotBlockRequest;
import software.amazon.awssdk.services.ebs.model.PutSnapshotBlockResponse;
import software.amazon.awssdk.services.ebs.model.StartSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.StartSnapshotResponse;
import software.amazon.awssdk.services.ebs.model.Status;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** Snapshots that are being written. */
final class Writes {
  private static final int GIB_MAX = 65_536;

  /** EBS API reference, StartSnapshot, Timeout: valid range, in minutes. */
  private static final int TIMEOUT_MIN = 10;

  private static final int TIMEOUT_MAX = 4320;
  private static final int TIMEOUT_USUAL = 60;

  /** AWS General Reference, "Amazon EBS endpoints and quotas": pending snapshots of an account. */
  private static final int PENDING_MAX = 100;

  /** EBS user guide, "Ensure idempotency in StartSnapshot API requests". */
  private static final String TOKEN = "[\\x21-\\x7e]{1,64}";

  private final Direct direct;
  private final Map<String, Open> open = new HashMap<>();
  private final Map<String, Use> uses = new HashMap<>();

  Writes(Direct direct) {
    this.direct = direct;
  }

  /** A snapshot that can be written: never changed after it is sealed. */
  private static final class Open {
    private final Instant appears;
    private final Duration timeout;
    private Instant active;
    private boolean sealed;

    Open(Instant appears, Duration timeout, Instant active) {
      this.appears = appears;
      this.timeout = timeout;
      this.active = active;
    }
  }

  private record Use(Map<String, String> parameters, StartSnapshotResponse answer) {}

  /**
   * EBS user guide, "Ensure idempotency": the same token with the same parameters answers the
   * original result, also when that snapshot is gone; with others it is a ConflictException.
   */
  StartSnapshotResponse start(Request call, StartSnapshotRequest asked) {
    if (!String.valueOf(asked.clientToken()).matches(TOKEN)) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE", "ClientToken: up to 64 ASCII characters without spaces");
    }
    Map<String, String> parameters = new TreeMap<>(flat(call));
    Use before = uses.get(asked.clientToken());
    if (before != null) {
      if (!before.parameters().equals(parameters)) {
        throw new TwinException(
            "ConflictException", "The client token was used with other parameters.", 409);
      }
      return again(before.answer());
    }
    StartSnapshotResponse made = started(call, asked);
    uses.put(asked.clientToken(), new Use(parameters, made));
    return made;
  }

  private static Map<String, String> flat(Request call) {
    return Json.flat(call.json());
  }

  /** The original's answer with the state that the snapshot has by now. */
  private StartSnapshotResponse again(StartSnapshotResponse answer) {
    return direct
        .snapshots()
        .find(answer.snapshotId())
        .map(snapshot -> answer.toBuilder().status(snapshot.stateAsString()).build())
        .orElse(answer);
  }

  private StartSnapshotResponse started(Request call, StartSnapshotRequest asked) {
    check(asked);
    int gib = Math.toIntExact(asked.volumeSize());
    Optional<Snapshot> parent =
        Optional.ofNullable(asked.parentSnapshotId()).map(id -> parent(id, gib));
    long pending =
        open.entrySet().stream()
            .filter(e -> direct.snapshots().find(e.getKey()).filter(Writes::pending).isPresent())
            .count();
    if (pending >= PENDING_MAX) {
      throw Direct.refusal(
          "ServiceQuotaExceededException",
          "DEPENDENCY_SERVICE_QUOTA_EXCEEDED",
          "The account has " + pending + " pending snapshots.",
          402);
    }
    Map<String, String> tags = new TreeMap<>();
    asked.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    String key = parent.isPresent() ? parent.get().kmsKeyId() : asked.kmsKeyArn();
    String description = asked.description() == null ? "" : asked.description();
    String id = direct.snapshots().open(gib, key, description, tags);
    direct.begin(id, gib, parent.map(Snapshot::snapshotId));
    int minutes = asked.timeout() == null ? TIMEOUT_USUAL : asked.timeout();
    Instant now = call.now();
    open.put(id, new Open(now.plus(direct.appears()), Duration.ofMinutes(minutes), now));
    watch(id);
    // The guide's example answers no StartTime, so callers must do without.
    return StartSnapshotResponse.builder()
        .snapshotId(id)
        .description(description)
        .ownerId(TwinCloud.ACCOUNT)
        .status(Status.PENDING)
        .volumeSize((long) gib)
        .blockSize(Direct.BLOCK)
        .tags(asked.tags())
        .parentSnapshotId(asked.parentSnapshotId())
        .kmsKeyArn(key)
        .build();
  }

  /** EBS API reference, StartSnapshot: which parameters exclude and need each other. */
  private static void check(StartSnapshotRequest asked) {
    if (asked.volumeSize() == null || asked.volumeSize() < 1 || asked.volumeSize() > GIB_MAX) {
      throw Direct.invalid("INVALID_VOLUME_SIZE", "VolumeSize: from 1 to " + GIB_MAX + " GiB");
    }
    Integer timeout = asked.timeout();
    if (timeout != null && (timeout < TIMEOUT_MIN || timeout > TIMEOUT_MAX)) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE", "Timeout: from " + TIMEOUT_MIN + " to " + TIMEOUT_MAX);
    }
    boolean encrypted = Boolean.TRUE.equals(asked.encrypted());
    if (asked.parentSnapshotId() != null
        && (asked.encrypted() != null || asked.kmsKeyArn() != null)) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE", "Encrypted and KmsKeyArn may not be sent with a parent.");
    }
    if (encrypted == (asked.kmsKeyArn() == null)) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE", "Encrypted needs a KmsKeyArn, and that needs Encrypted.");
    }
  }

  /** That a child may not be smaller than its parent is an assumption: volumes may not either. */
  private Snapshot parent(String id, int gib) {
    Snapshot parent = direct.demand(id);
    if (parent.state() != SnapshotState.COMPLETED) {
      throw Direct.invalid("INVALID_SNAPSHOT_ID", "The parent " + id + " is not completed.");
    }
    if (gib < parent.volumeSize()) {
      throw Direct.invalid(
          "INVALID_VOLUME_SIZE", "VolumeSize is below the parent's " + parent.volumeSize());
    }
    return parent;
  }

  private static boolean pending(Snapshot snapshot) {
    return snapshot.state() == SnapshotState.PENDING;
  }

  /**
   * EBS API reference, StartSnapshot, Timeout: the snapshot is cancelled, which is the state error,
   * if no block is written for that long or it is not completed after the last one.
   */
  private void watch(String id) {
    Open snapshot = demandOpen(id);
    Instant end = snapshot.active.plus(snapshot.timeout);
    direct
        .region()
        .clock()
        .at(
            end,
            () -> {
              if (snapshot.sealed || direct.snapshots().find(id).isEmpty()) {
                return;
              }
              if (snapshot.active.plus(snapshot.timeout).isAfter(end)) {
                watch(id);
              } else {
                direct.snapshots().close(id, SnapshotState.ERROR, "The snapshot timed out.");
              }
            });
  }

  private Open demandOpen(String id) {
    return Optional.ofNullable(open.get(id)).orElseThrow(() -> Direct.notFound(id));
  }

  /** EBS API reference, PutSnapshotBlock. Put again, a block is overwritten. */
  PutSnapshotBlockResponse put(Request call, PutSnapshotBlockRequest asked) {
    Open snapshot = writable(asked.snapshotId(), call.now());
    int length = call.body().asByteArrayUnsafe().length;
    Integer said = asked.dataLength();
    if (said == null || said != Direct.BLOCK || length != Direct.BLOCK) {
      throw Direct.invalid(
          "INVALID_BLOCK", "DataLength " + said + " with " + length + " bytes, only 524288");
    }
    Direct.Content content = direct.content(asked.snapshotId()).orElseThrow();
    long blocks = content.gib() * ((1L << 30) / Direct.BLOCK);
    if (asked.blockIndex() < 0 || asked.blockIndex() >= blocks) {
      throw Direct.invalid(
          "INVALID_BLOCK", "BlockIndex " + asked.blockIndex() + " of " + blocks + " blocks");
    }
    String digest = direct.keep(call.body());
    if (!"SHA256".equals(asked.checksumAlgorithmAsString()) || !digest.equals(asked.checksum())) {
      throw Direct.invalid("INVALID_BLOCK", "The checksum is not that of the data.");
    }
    content.blocks().put(asked.blockIndex(), digest);
    content.own().put(asked.blockIndex(), digest);
    snapshot.active = call.now();
    return PutSnapshotBlockResponse.builder().checksum(digest).checksumAlgorithm("SHA256").build();
  }

  private Open writable(String id, Instant now) {
    Snapshot row = direct.demand(id);
    Open snapshot = demandOpen(id);
    if (snapshot.appears.isAfter(now)) {
      throw Direct.notFound(id);
    }
    if (snapshot.sealed || !pending(row)) {
      throw Direct.invalid(
          "INVALID_SNAPSHOT_ID", "The snapshot " + id + " is " + row.stateAsString() + ", sealed.");
    }
    return snapshot;
  }

  /**
   * EBS API reference, CompleteSnapshot. That a wrong count is refused, and a second completion as
   * well, are assumptions on the strict side.
   */
  CompleteSnapshotResponse complete(CompleteSnapshotRequest asked) {
    Instant now = direct.region().clock().now();
    Open snapshot = writable(asked.snapshotId(), now);
    Direct.Content content = direct.content(asked.snapshotId()).orElseThrow();
    Integer count = asked.changedBlocksCount();
    if (count == null || count != content.own().size()) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE",
          "ChangedBlocksCount " + count + ", " + content.own().size() + " blocks were written.");
    }
    checkWhole(asked, Digests.linear(content.own().values()));
    snapshot.sealed = true;
    direct
        .region()
        .clock()
        .after(
            direct.seals(),
            () -> direct.snapshots().close(asked.snapshotId(), SnapshotState.COMPLETED, null));
    return CompleteSnapshotResponse.builder().status(Status.PENDING).build();
  }

  private static void checkWhole(CompleteSnapshotRequest asked, String expected) {
    @Nullable String checksum = asked.checksum();
    if (checksum == null) {
      return;
    }
    boolean known =
        "SHA256".equals(asked.checksumAlgorithmAsString())
            && "LINEAR".equals(asked.checksumAggregationMethodAsString());
    if (!known || !checksum.equals(expected)) {
      throw Direct.invalid("INVALID_PARAMETER_VALUE", "The checksum is not that of the blocks.");
    }
  }
}
