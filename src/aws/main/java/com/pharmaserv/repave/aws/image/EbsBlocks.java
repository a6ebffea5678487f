package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.ProviderException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.ebs.EbsClient;
import software.amazon.awssdk.services.ebs.model.ChecksumAggregationMethod;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;
import software.amazon.awssdk.services.ebs.model.StartSnapshotRequest;
import software.amazon.awssdk.services.ebs.model.StartSnapshotResponse;
import software.amazon.awssdk.services.ebs.model.Status;
import software.amazon.awssdk.services.ebs.model.Tag;

/** Snapshots of one region, written and read block by block: EBS direct. */
final class EbsBlocks {
  /**
   * After so many minutes without a block, or without its completion, AWS cancels a snapshot by
   * itself: what a killed process leaves ends without us.
   */
  private static final int TIMEOUT_MINUTES = 60;

  private static final int PAGE = 10_000;

  /** 64 TiB in pages of that size, and half as many empty ones between them. */
  private static final int PAGES_MAX = 20_000;

  private final EbsClient ebs;
  private final String region;

  EbsBlocks(Clients clients) {
    this.ebs = clients.ebs();
    this.region = clients.region();
  }

  /**
   * A snapshot that is being written, or was.
   *
   * @param at when it was started for the first time; empty if AWS does not say, as its guide shows
   * @param key that it is encrypted with
   */
  record Started(String id, State state, Optional<Instant> at, Optional<String> key) {}

  /** How far a snapshot is. */
  enum State {
    PENDING,
    COMPLETED,
    FAILED
  }

  /**
   * Starts a snapshot, or answers the one that was started with that token.
   *
   * @param parent the snapshot whose blocks and key it has
   */
  Started start(
      String token, int gib, String key, Optional<String> parent, Map<String, String> tags)
      throws ProviderException {
    StartSnapshotRequest.Builder asked =
        StartSnapshotRequest.builder()
            .clientToken(token)
            .volumeSize((long) gib)
            .timeout(TIMEOUT_MINUTES)
            .description("Published by Repave")
            .tags(tags(tags));
    // The two exclude each other: a child is encrypted as its parent is.
    parent.ifPresentOrElse(asked::parentSnapshotId, () -> asked.encrypted(true).kmsKeyArn(key));
    StartSnapshotResponse answer =
        Errors.call("start a snapshot in " + region, () -> ebs.startSnapshot(asked.build()));
    return new Started(
        answer.snapshotId(),
        state(answer.status()),
        Optional.ofNullable(answer.startTime()),
        Optional.ofNullable(answer.kmsKeyArn()));
  }

  private static State state(Status status) {
    return switch (status) {
      case COMPLETED -> State.COMPLETED;
      case PENDING -> State.PENDING;
      case ERROR, UNKNOWN_TO_SDK_VERSION -> State.FAILED;
    };
  }

  private static List<Tag> tags(Map<String, String> tags) {
    return new TreeMap<>(tags)
        .entrySet().stream()
            .map(t -> Tag.builder().key(t.getKey()).value(ImageTags.cut(t.getValue())).build())
            .toList();
  }

  /** Puts a block; put again it is the same. */
  void put(String snapshot, int index, byte[] block, String sha256) throws ProviderException {
    String checksum = base64(sha256);
    String stored =
        Errors.call(
            "put block " + index + " of " + snapshot + " in " + region,
            () ->
                ebs.putSnapshotBlock(
                        r ->
                            r.snapshotId(snapshot)
                                .blockIndex(index)
                                .dataLength(Blocks.BLOCK)
                                .checksum(checksum)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                        RequestBody.fromBytes(block))
                    .checksum());
    if (stored != null && !stored.equals(checksum)) {
      throw new ProviderException(
          Failure.Kind.UNKNOWN_OUTCOME,
          "block %s of %s in %s was stored with checksum %s instead of %s"
              .formatted(index, snapshot, region, stored, checksum));
    }
  }

  /**
   * Seals a snapshot.
   *
   * @param digests of all blocks that were put, in the order of their indexes
   */
  void complete(String snapshot, Collection<String> digests) throws ProviderException {
    Errors.act(
        "complete snapshot " + snapshot + " in " + region,
        () ->
            ebs.completeSnapshot(
                r ->
                    r.snapshotId(snapshot)
                        .changedBlocksCount(digests.size())
                        .checksum(linear(digests))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                        .checksumAggregationMethod(ChecksumAggregationMethod.LINEAR)));
  }

  /** SHA-256 over the raw digests of the blocks (EBS API reference, CompleteSnapshot). */
  private static String linear(Collection<String> digests) {
    MessageDigest all = Canonical.sha256();
    digests.forEach(digest -> all.update(HexFormat.of().parseHex(digest)));
    return Base64.getEncoder().encodeToString(all.digest());
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  /** What is written in a snapshot: the token of each block by its index. */
  record Listing(long gib, SortedMap<Integer, String> tokens) {}

  /** Lists a completed snapshot with all that came from its parents. */
  Listing list(String snapshot) throws ProviderException {
    SortedMap<Integer, String> tokens = new TreeMap<>();
    long[] gib = new long[1];
    Pages.<String>walk(
        "the blocks of snapshot " + snapshot + " in " + region,
        Pages.atMost(PAGES_MAX, "snapshot " + snapshot + " has more blocks than EBS allows"),
        token -> {
          ListSnapshotBlocksResponse page =
              ebs.listSnapshotBlocks(
                  r -> r.snapshotId(snapshot).maxResults(PAGE).nextToken(token.orElse(null)));
          if (page.blockSize() != Blocks.BLOCK) {
            throw new ProviderException(
                Failure.Kind.CONFLICT,
                "snapshot %s in %s has blocks of %s bytes, must be %s"
                    .formatted(snapshot, region, page.blockSize(), Blocks.BLOCK));
          }
          gib[0] = page.volumeSize();
          page.blocks().forEach(block -> tokens.put(block.blockIndex(), block.blockToken()));
          return Pages.next(page.nextToken());
        });
    return new Listing(gib[0], tokens);
  }

  /** The bytes of a block. */
  byte[] get(String snapshot, int index, String token) throws ProviderException {
    return Errors.call(
        "get block " + index + " of " + snapshot + " in " + region,
        () ->
            ebs.getSnapshotBlockAsBytes(
                    r -> r.snapshotId(snapshot).blockIndex(index).blockToken(token))
                .asByteArrayUnsafe());
  }
}
