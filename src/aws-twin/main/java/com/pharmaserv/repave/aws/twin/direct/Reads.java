package com.pharmaserv.repave.aws.twin.direct;

import com.pharmaserv.repave.aws.twin.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ebs.model.ChangedBlock;
import software.amazon.awssdk.services.ebs.model.GetSnapshotBlockRequest;
import software.amazon.awssdk.services.ebs.model.GetSnapshotBlockResponse;
import software.amazon.awssdk.services.ebs.model.ListChangedBlocksRequest;
import software.amazon.awssdk.services.ebs.model.ListChangedBlocksResponse;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksRequest;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** Snapshots that are read. */
final class Reads {
  /** EBS API reference, ListSnapshotBlocks and ListChangedBlocks, MaxResults. */
  private static final int PAGE_MIN = 100;

  private static final int PAGE_MAX = 10_000;

  /** EBS user guide, "Use EBS direct APIs", FAQ: tokens of blocks and of pages. */
  private static final Duration BLOCK_TOKEN = Duration.ofDays(7);

  private static final Duration PAGE_TOKEN = Duration.ofMinutes(60);

  private final Direct direct;

  Reads(Direct direct) {
    this.direct = direct;
  }

  record Block(GetSnapshotBlockResponse fields, SdkBytes bytes) {}

  /** A part of the sorted indexes, and the token of the next part. */
  private record Part(List<Integer> indexes, Optional<String> next) {}

  /** "The snapshot can be accessed only if it has a completed status." The code is assumed. */
  private Snapshot readable(String id) {
    Snapshot snapshot = direct.demand(id);
    if (snapshot.state() != SnapshotState.COMPLETED) {
      throw Direct.invalid(
          "INVALID_SNAPSHOT_ID", "The snapshot " + id + " is " + snapshot.stateAsString() + ".");
    }
    return snapshot;
  }

  private NavigableMap<Integer, String> blocks(String id) {
    return new TreeMap<>(
        direct.content(id).map(Direct.Content::blocks).orElseGet(() -> new TreeMap<>()));
  }

  /** All written blocks, those that came from parents included. */
  ListSnapshotBlocksResponse list(Request call, ListSnapshotBlocksRequest asked) {
    Snapshot snapshot = readable(asked.snapshotId());
    Part part =
        part(
            call,
            asked.snapshotId(),
            new ArrayList<>(blocks(asked.snapshotId()).keySet()),
            asked.nextToken(),
            asked.startingBlockIndex(),
            asked.maxResults());
    Instant until = call.now().plus(BLOCK_TOKEN);
    return ListSnapshotBlocksResponse.builder()
        .blocks(
            part.indexes().stream()
                .map(
                    index ->
                        software.amazon.awssdk.services.ebs.model.Block.builder()
                            .blockIndex(index)
                            .blockToken(token(asked.snapshotId(), index, until))
                            .build())
                .toList())
        .expiryTime(until)
        .volumeSize((long) snapshot.volumeSize())
        .blockSize(Direct.BLOCK)
        .nextToken(part.next().orElse(null))
        .build();
  }

  /**
   * Blocks that were written between two snapshots of one line. EBS user guide, "Read Amazon EBS
   * snapshots": a page goes over that many blocks of the second snapshot, so it can be empty while
   * others follow.
   */
  ListChangedBlocksResponse changed(Request call, ListChangedBlocksRequest asked) {
    String second = asked.secondSnapshotId();
    Snapshot snapshot = readable(second);
    @Nullable String first = asked.firstSnapshotId();
    if (first != null) {
      readable(first);
    }
    Set<Integer> changed = between(first, second);
    Part part =
        part(
            call,
            second,
            new ArrayList<>(blocks(second).keySet()),
            asked.nextToken(),
            asked.startingBlockIndex(),
            asked.maxResults());
    Instant until = call.now().plus(BLOCK_TOKEN);
    Set<Integer> before = first == null ? Set.of() : blocks(first).keySet();
    return ListChangedBlocksResponse.builder()
        .changedBlocks(
            part.indexes().stream()
                .filter(changed::contains)
                .map(
                    index ->
                        ChangedBlock.builder()
                            .blockIndex(index)
                            .firstBlockToken(
                                before.contains(index)
                                    ? token(String.valueOf(first), index, until)
                                    : null)
                            .secondBlockToken(token(second, index, until))
                            .build())
                .toList())
        .expiryTime(until)
        .volumeSize((long) snapshot.volumeSize())
        .blockSize(Direct.BLOCK)
        .nextToken(part.next().orElse(null))
        .build();
  }

  private Set<Integer> between(@Nullable String first, String second) {
    Set<Integer> written = new TreeSet<>();
    Optional<String> at = Optional.of(second);
    while (at.isPresent() && !at.get().equals(first)) {
      Optional<Direct.Content> content = direct.content(at.get());
      content.ifPresent(c -> written.addAll(c.own().keySet()));
      at = content.flatMap(Direct.Content::parent);
    }
    if (first != null && at.isEmpty()) {
      throw Direct.invalid(
          "UNRELATED_SNAPSHOTS", "Snapshots " + first + " and " + second + " are not related.");
    }
    return written;
  }

  /** The first page of a list is empty now and then: an assumption, as callers must expect it. */
  private Part part(
      Request call,
      String id,
      List<Integer> indexes,
      @Nullable String token,
      @Nullable Integer starting,
      @Nullable Integer asked) {
    int size = asked == null ? PAGE_MAX : asked;
    if (size < PAGE_MIN || size > PAGE_MAX) {
      throw Direct.invalid(
          "INVALID_PARAMETER_VALUE", "MaxResults: from " + PAGE_MIN + " to " + PAGE_MAX);
    }
    int from = 0;
    if (token != null) {
      from = start(id, token, call.now());
    } else {
      int least = starting == null ? 0 : starting;
      from = (int) indexes.stream().filter(index -> index < least).count();
      if (direct.region().random().nextInt(4) == 0) {
        return new Part(List.of(), Optional.of(pageToken(id, from, call.now())));
      }
    }
    int to = Math.min(from + size, indexes.size());
    return new Part(
        indexes.subList(from, to),
        to < indexes.size() ? Optional.of(pageToken(id, to, call.now())) : Optional.empty());
  }

  private static String pageToken(String id, int from, Instant now) {
    String rest = from + "." + now.plus(PAGE_TOKEN).toEpochMilli();
    return rest + "." + Digests.token("page " + id + " " + rest);
  }

  private static int start(String id, String token, Instant now) {
    String[] parts = token.split("\\.", -1);
    boolean known =
        parts.length == 3
            && parts[2].equals(Digests.token("page " + id + " " + parts[0] + "." + parts[1]));
    if (!known || Long.parseLong(parts[1]) < now.toEpochMilli()) {
      throw Direct.invalid("INVALID_PAGE_TOKEN", "The page token is not valid any more.");
    }
    return Integer.parseInt(parts[0]);
  }

  private static String token(String id, int index, Instant until) {
    String end = Long.toString(until.toEpochMilli());
    return end + "." + Digests.token("block " + id + " " + index + " " + end);
  }

  /** EBS API reference, GetSnapshotBlock: the token is of that block of that snapshot. */
  Block get(Request call, GetSnapshotBlockRequest asked) {
    String id = asked.snapshotId();
    readable(id);
    String[] parts = String.valueOf(asked.blockToken()).split("\\.", -1);
    boolean known =
        parts.length == 2
            && parts[1].equals(
                Digests.token("block " + id + " " + asked.blockIndex() + " " + parts[0]));
    if (!known || Long.parseLong(parts[0]) < call.now().toEpochMilli()) {
      throw Direct.invalid("INVALID_BLOCK_TOKEN", "The block token is not valid.");
    }
    String digest =
        Optional.ofNullable(blocks(id).get(asked.blockIndex()))
            .orElseThrow(() -> Direct.invalid("INVALID_BLOCK", "No such block."));
    return new Block(
        GetSnapshotBlockResponse.builder()
            .dataLength(Direct.BLOCK)
            .checksum(digest)
            .checksumAlgorithm("SHA256")
            .build(),
        direct.block(digest));
  }
}
