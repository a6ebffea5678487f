package com.pharmaserv.repave.aws.twin.direct;

import static com.pharmaserv.repave.aws.twin.direct.DirectWorld.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ebs.model.ChangedBlock;
import software.amazon.awssdk.services.ebs.model.ListSnapshotBlocksResponse;
import software.amazon.awssdk.services.ebs.model.ValidationException;

class ReadsTest {
  private final DirectWorld world = new DirectWorld();

  private static void invalid(String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ValidationException.class, e -> assertThat(e.reasonAsString()).isEqualTo(reason));
  }

  @Test
  void aPendingSnapshotCannotBeRead() {
    String id = world.start();
    world.put(id, 0, block(1));

    invalid("INVALID_SNAPSHOT_ID", () -> world.ebs.listSnapshotBlocks(r -> r.snapshotId(id)));
    world.complete(id, 1);
    assertThat(world.listed(id)).containsOnlyKeys(0);
  }

  @Test
  void blocksComeWithTheirChecksumForTheirTokenOnly() {
    String id = world.whole(4, 5);
    String token = world.listed(id).get(1);

    var got =
        world.ebs.getSnapshotBlockAsBytes(r -> r.snapshotId(id).blockIndex(1).blockToken(token));
    assertThat(got.asByteArray()).isEqualTo(block(5));
    assertThat(got.response().checksum()).isEqualTo(Digests.sha256(block(5)));
    assertThat(got.response().dataLength()).isEqualTo(Direct.BLOCK);
    invalid(
        "INVALID_BLOCK_TOKEN",
        () ->
            world.ebs.getSnapshotBlockAsBytes(
                r -> r.snapshotId(id).blockIndex(0).blockToken(token)));
    world.pass(Duration.ofDays(8));
    invalid(
        "INVALID_BLOCK_TOKEN",
        () ->
            world.ebs.getSnapshotBlockAsBytes(
                r -> r.snapshotId(id).blockIndex(1).blockToken(token)));
  }

  @Test
  void pagesMayBeEmptyAndTheirTokensEnd() {
    String id = many(250);
    List<Integer> sizes = new ArrayList<>();
    boolean empty = false;
    for (int i = 0; i < 20; i++) {
      sizes.clear();
      for (ListSnapshotBlocksResponse page :
          world.ebs.listSnapshotBlocksPaginator(r -> r.snapshotId(id).maxResults(100))) {
        sizes.add(page.blocks().size());
        assertThat(page.blockSize()).isEqualTo(Direct.BLOCK);
        assertThat(page.volumeSize()).isEqualTo(1);
      }
      empty |= sizes.contains(0);
      assertThat(sizes).endsWith(100, 100, 50);
    }
    assertThat(empty).as("a page of some list is empty").isTrue();

    String token = world.ebs.listSnapshotBlocks(r -> r.snapshotId(id).maxResults(100)).nextToken();
    world.pass(Duration.ofMinutes(61));
    invalid(
        "INVALID_PAGE_TOKEN",
        () -> world.ebs.listSnapshotBlocks(r -> r.snapshotId(id).nextToken(token)));
    invalid(
        "INVALID_PARAMETER_VALUE",
        () -> world.ebs.listSnapshotBlocks(r -> r.snapshotId(id).maxResults(99)));
  }

  private String many(int blocks) {
    String id = world.start();
    for (int i = 0; i < blocks; i++) {
      world.put(id, i, block(1));
    }
    world.complete(id, blocks);
    return id;
  }

  @Test
  void listsFromABlockOn() {
    String id = world.whole(1, 2, 3);

    assertThat(
            world
                .ebs
                .listSnapshotBlocksPaginator(r -> r.snapshotId(id).startingBlockIndex(2))
                .stream()
                .flatMap(page -> page.blocks().stream()))
        .extracting(b -> b.blockIndex())
        .containsExactly(2);
  }

  @Test
  void changedBlocksAreThoseWrittenInTheLineBetween() {
    String first = world.whole(1, 2, 3);
    String second = child(first, 1);
    String third = child(second, 9);

    assertThat(changed(first, third)).containsExactly(1, 9);
    assertThat(changed(second, third)).containsExactly(9);
    List<ChangedBlock> all =
        world
            .ebs
            .listChangedBlocksPaginator(r -> r.firstSnapshotId(first).secondSnapshotId(third))
            .stream()
            .flatMap(page -> page.changedBlocks().stream())
            .toList();
    assertThat(all.get(0).firstBlockToken()).isNotNull();
    assertThat(all.get(1).firstBlockToken()).isNull();
    String other = world.whole(1, 2, 3);
    invalid(
        "UNRELATED_SNAPSHOTS",
        () -> world.ebs.listChangedBlocks(r -> r.firstSnapshotId(other).secondSnapshotId(third)));
  }

  /** The documentation's own example: a thousand blocks of which the last one changed. */
  @Test
  void aPageOfUnchangedBlocksIsEmpty() {
    String first = many(250);
    String second = child(first, 249);
    List<Integer> sizes = new ArrayList<>();
    world
        .ebs
        .listChangedBlocksPaginator(
            r -> r.firstSnapshotId(first).secondSnapshotId(second).maxResults(100))
        .forEach(page -> sizes.add(page.changedBlocks().size()));

    assertThat(sizes).endsWith(0, 0, 1);
  }

  private String child(String parent, int index) {
    String id = world.start(r -> r.parentSnapshotId(parent));
    world.put(id, index, block(100 + index));
    world.complete(id, 1);
    return id;
  }

  private List<Integer> changed(String first, String second) {
    return world
        .ebs
        .listChangedBlocksPaginator(r -> r.firstSnapshotId(first).secondSnapshotId(second))
        .stream()
        .flatMap(page -> page.changedBlocks().stream())
        .map(b -> b.blockIndex())
        .toList();
  }

  @Test
  void damageIsSeenByWhoeverReads() {
    String id = world.whole(4);
    world.direct.damage(id, 0);
    String token = world.listed(id).get(0);

    assertThat(
            world
                .ebs
                .getSnapshotBlockAsBytes(r -> r.snapshotId(id).blockIndex(0).blockToken(token))
                .asByteArray())
        .isNotEqualTo(block(4));
  }
}
