package com.pharmaserv.repave.aws.twin.direct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Snapshots;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** One region's EBS direct: what is in its snapshots, and how long things take. */
public final class Direct {
  /** The only block size there is; EBS API reference, StartSnapshot. */
  static final int BLOCK = 524_288;

  private final TwinRegion region;
  private final Map<String, Content> contents = new HashMap<>();
  private final Map<String, SdkBytes> bytes = new HashMap<>();
  private final Writes writes;
  private final Reads reads;

  /** "does not exist" was seen for up to two minutes after StartSnapshot; most often not at all. */
  private Duration appearMin = Duration.ZERO;

  private Duration appearMax = Duration.ofMillis(1500);

  /** From CompleteSnapshot to completed; not documented, seconds as people measured them. */
  private Duration sealMin = Duration.ofSeconds(1);

  private Duration sealMax = Duration.ofSeconds(6);

  Direct(TwinRegion region) {
    this.region = region;
    this.writes = new Writes(this);
    this.reads = new Reads(this);
  }

  /**
   * What a snapshot holds: a child has all of its parent's blocks and its own put over them.
   *
   * @param blocks digests by index
   * @param own the digests of blocks that were put into this very snapshot
   * @param parent empty if it has none
   */
  record Content(
      int gib,
      Optional<String> parent,
      NavigableMap<Integer, String> blocks,
      NavigableMap<Integer, String> own) {}

  /** Lets a new snapshot be unknown to EBS direct for that long. */
  public void appearAfter(Duration least, Duration most) {
    appearMin = least;
    appearMax = most;
  }

  /** Lets a snapshot be completed that long after CompleteSnapshot. */
  public void sealAfter(Duration least, Duration most) {
    sealMin = least;
    sealMax = most;
  }

  /** Changes one byte of a block behind everybody's back, as no AWS does: for judges. */
  public void damage(String snapshotId, int index) {
    Content content = content(snapshotId).orElseThrow();
    byte[] block =
        Optional.ofNullable(content.blocks().get(index))
            .map(this::block)
            .map(SdkBytes::asByteArray)
            .orElseGet(() -> new byte[BLOCK]);
    block[BLOCK / 2] ^= 1;
    content.blocks().put(index, keep(SdkBytes.fromByteArrayUnsafe(block)));
  }

  Duration appears() {
    return region.between(appearMin, appearMax);
  }

  Duration seals() {
    return region.between(sealMin, sealMax);
  }

  TwinRegion region() {
    return region;
  }

  Writes writes() {
    return writes;
  }

  Reads reads() {
    return reads;
  }

  Snapshots snapshots() {
    return region.part(Compute.class).snapshots();
  }

  /** What was put into a snapshot of that id; of other snapshots the double has no bytes. */
  Optional<Content> content(String id) {
    return Optional.ofNullable(contents.get(id));
  }

  void begin(String id, int gib, Optional<String> parent) {
    NavigableMap<Integer, String> inherited =
        new TreeMap<>(parent.flatMap(this::content).map(Content::blocks).orElse(new TreeMap<>()));
    contents.put(id, new Content(gib, parent, inherited, new TreeMap<>()));
  }

  /** Keeps a block's bytes, the same ones once, and answers their digest. */
  String keep(SdkBytes block) {
    String digest = Digests.sha256(block.asByteArrayUnsafe());
    bytes.putIfAbsent(digest, block);
    return digest;
  }

  SdkBytes block(String digest) {
    return Optional.ofNullable(bytes.get(digest)).orElseThrow();
  }

  /** Finds a snapshot, or refuses as EBS direct does. */
  Snapshot demand(String id) {
    if (!id.matches("snap-[0-9a-f]{8,17}")) {
      throw invalid("INVALID_SNAPSHOT_ID", "Invalid snapshot id: " + id);
    }
    return snapshots().find(id).orElseThrow(() -> notFound(id));
  }

  static TwinException notFound(String id) {
    return refusal(
        "ResourceNotFoundException",
        "SNAPSHOT_NOT_FOUND",
        "The snapshot '" + id + "' does not exist.",
        404);
  }

  /** Codes and reasons are those of the EBS API reference, the wording is not AWS's. */
  static TwinException invalid(String reason, String message) {
    return refusal("ValidationException", reason, message, 400);
  }

  static TwinException refusal(String code, String reason, String message, int status) {
    Map<String, JsonNode> details = Map.of("Reason", TextNode.valueOf(reason));
    return new TwinException(code, message, status, details);
  }
}
