package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Brings a disk into one completed snapshot of a region: begins it, or goes on with it. */
final class BlockUpload {
  /** Snapshots given up: each was cancelled, removed, or its token was used otherwise. */
  private static final int TOKENS_MAX = 5;

  /** EBS direct may not know a new snapshot for so long (said by its makers to coldsnap's). */
  private static final Duration UNKNOWN_MAX = Duration.ofMinutes(2);

  /** Seconds as people measured it; a look before is a call for nothing. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(4);

  private static final String EMPTY = Blocks.emptyDigest();
  private static final Duration POLL = Duration.ofSeconds(5);
  private static final Duration SEAL_MAX = Duration.ofMinutes(30);

  private final Disk disk;
  private final Amis amis;
  private final EbsBlocks ebs;
  private final String key;
  private final Patience patience;
  private final Says says;

  BlockUpload(Disk disk, Amis amis, EbsBlocks ebs, String key, Patience patience, Says says) {
    this.disk = disk;
    this.amis = amis;
    this.ebs = ebs;
    this.key = key;
    this.patience = patience;
    this.says = says;
  }

  /** Snapshots of the image that were seen beside the one that was filled. */
  private boolean others;

  boolean mayHaveLeft() {
    return others;
  }

  /** What a snapshot stands on, and what must be put into it. */
  private record Base(Optional<String> snapshot, Blocks.Delta delta) {}

  /**
   * The completed snapshot.
   *
   * @param parent the snapshot of the disk's parent in this region, if there is one
   */
  String run(Optional<String> parent) throws ProviderException, BakeException {
    Optional<String> used = parent;
    for (int number = 0; number < TOKENS_MAX; number++) {
      Base base = base(used);
      Optional<EbsBlocks.Started> started = start(base, number);
      if (started.isEmpty() && used.isPresent()) {
        says.line(
            "%s: snapshot %s cannot be the parent; all blocks are put"
                .formatted(amis.region(), used.get()));
        used = Optional.empty();
        continue;
      }
      if (started.isPresent() && fill(started.get(), base.delta())) {
        return started.get().id();
      }
    }
    throw new ProviderException(
        Failure.Kind.CONFLICT,
        "%s snapshots of image %s in %s were cancelled or removed; see who does so"
            .formatted(TOKENS_MAX, disk.id(), amis.region()));
  }

  private Base base(Optional<String> parent) {
    return new Base(
        parent,
        parent.isPresent() && disk.parent().isPresent()
            ? disk.manifest().since(disk.parent().get().manifest())
            : disk.manifest().whole());
  }

  /** Empty if the token was used for something else, or the parent is of no use. */
  private Optional<EbsBlocks.Started> start(Base base, int number)
      throws ProviderException, BakeException {
    String token = disk.token(amis.region(), key, base.snapshot(), number);
    EbsBlocks.Started started;
    try {
      started =
          patience.insist(
              () ->
                  ebs.start(
                      token, disk.manifest().gib(), key, base.snapshot(), disk.snapshotTags()));
    } catch (ProviderException e) {
      Failure.Kind kind = e.failure().kind();
      boolean parents = base.snapshot().isPresent() && kind == Failure.Kind.GONE;
      if (kind == Failure.Kind.CONFLICT || parents) {
        says.line(amis.region() + ": " + e.getMessage());
        return Optional.empty();
      }
      throw e;
    }
    // A child has its parent's key, whatever the region's is by now.
    if (base.snapshot().isPresent() && started.key().filter(this::isOther).isPresent()) {
      remove(started.id());
      return Optional.empty();
    }
    return Optional.of(started);
  }

  /** An alias stands for a key that is not known here. */
  private boolean isOther(String found) {
    return !key.contains(":alias/") && !found.equals(key);
  }

  private void remove(String snapshot) throws ProviderException, BakeException {
    patience.insist(
        () -> {
          amis.deleteSnapshot(snapshot);
          return true;
        });
  }

  /** Whether the snapshot holds the disk and is completed; if not, it is lost. */
  private boolean fill(EbsBlocks.Started started, Blocks.Delta delta)
      throws ProviderException, BakeException {
    switch (started.state()) {
      case COMPLETED -> {
        says.line("%s: snapshot %s was completed earlier".formatted(amis.region(), started.id()));
        others = true;
        return true;
      }
      case FAILED -> {
        says.line("%s: snapshot %s was cancelled".formatted(amis.region(), started.id()));
        return false;
      }
      case PENDING -> {
        return filled(started, delta);
      }
    }
    throw new IllegalStateException("a snapshot has one of three states");
  }

  private boolean filled(EbsBlocks.Started started, Blocks.Delta delta)
      throws ProviderException, BakeException {
    SortedSet<Integer> puts = puts(delta);
    says.line(
        "%s: snapshot %s, %s blocks changed, %s emptied, %s unchanged"
            .formatted(
                amis.region(),
                started.id(),
                delta.changed().size(),
                delta.emptied().size(),
                delta.unchanged()));
    Optional<String> refusal = Optional.empty();
    try {
      put(started, puts);
      List<String> digests = puts.stream().map(this::digest).toList();
      patience.insist(
          () -> {
            ebs.complete(started.id(), digests);
            return true;
          });
    } catch (ProviderException e) {
      switch (e.failure().kind()) {
        case GONE -> {
          says.line("%s: snapshot %s was removed".formatted(amis.region(), started.id()));
          return false;
        }
        // Sealed already, by a call whose answer got lost or by whoever began it; or cancelled.
        case CONFLICT -> refusal = Optional.of(String.valueOf(e.getMessage()));
        case THROTTLED, DENIED, CREDENTIALS, CAPACITY, UNKNOWN_OUTCOME -> throw e;
      }
    }
    return completed(started.id(), refusal);
  }

  /** A snapshot into which nothing was put might be cancelled: then one block is put again. */
  private SortedSet<Integer> puts(Blocks.Delta delta) {
    SortedSet<Integer> puts = delta.puts();
    return puts.isEmpty() ? new TreeSet<>(List.of(disk.manifest().digests().firstKey())) : puts;
  }

  private String digest(int index) {
    return Optional.ofNullable(disk.manifest().digests().get(index)).orElse(EMPTY);
  }

  private void put(EbsBlocks.Started started, SortedSet<Integer> puts)
      throws ProviderException, BakeException {
    BlockWindow window = new BlockWindow(patience);
    BlockProgress progress =
        new BlockProgress(patience, says, amis.region() + ": put", puts.size());
    Instant unknownUntil = started.at().orElseGet(patience::now).plus(UNKNOWN_MAX);
    try (FileChannel file = FileChannel.open(disk.raw(), StandardOpenOption.READ)) {
      window.run(
          "repave-put-" + amis.region(),
          puts,
          (index, buffer) -> {
            Blocks.read(file, index, buffer);
            String digest = digest(index);
            if (!Blocks.digest(buffer).equals(digest)) {
              throw new BakeException(
                  "block %s of %s is not what its manifest says: the file was changed; bake again"
                      .formatted(index, disk.raw()));
            }
            window.insist(
                index,
                unknownUntil,
                () -> {
                  ebs.put(started.id(), index, buffer, digest);
                  return true;
                });
            progress.done();
          });
    } catch (IOException e) {
      throw new BakeException("disk " + disk.raw() + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether it completes; not if it was cancelled or removed. */
  private boolean completed(String id, Optional<String> refusal)
      throws ProviderException, BakeException {
    patience.pause(FIRST_LOOK);
    return patience.until(
        "snapshot " + id + " in " + amis.region() + " to be completed",
        SEAL_MAX,
        POLL,
        refusal.orElse("publish again") + "; publishing again goes on with it",
        () -> {
          List<Snapshot> all = amis.snapshots(disk.id());
          others |= all.size() > 1;
          Optional<Snapshot> found = all.stream().filter(s -> s.snapshotId().equals(id)).findAny();
          if (found.map(Snapshot::kmsKeyId).filter(this::isOther).isPresent()) {
            throw new ProviderException(
                Failure.Kind.CONFLICT,
                "snapshot %s in %s is under key %s, must be under %s"
                    .formatted(id, amis.region(), found.get().kmsKeyId(), key));
          }
          return found.flatMap(
              snapshot ->
                  switch (snapshot.state()) {
                    case COMPLETED -> Optional.of(true);
                    case ERROR -> Optional.of(false);
                    default -> Optional.empty();
                  });
        });
  }
}
