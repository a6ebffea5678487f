package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.port.Disks;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockVerifierTest {
  @TempDir Path temp;
  private DiskWorld world;
  private Disk parent;
  private Disk child;

  @BeforeEach
  void publish() throws Exception {
    world = new DiskWorld(temp, 9, DiskWorld.COPY);
    parent = world.disk("1", 1, 2, 3);
    world.publish(parent);
    child = world.disk("2", DiskWorld.parent(parent), 1, 0, 4, 5);
    world.publish(child);
  }

  @Test
  void anImageIsWhatItsManifestSaysInEveryRegion() throws Exception {
    for (String region : world.regions()) {
      BlockVerifier.Verdict verdict = world.verify(child, region);

      assertThat(verdict.good()).isTrue();
      assertThat(verdict.digest()).isEqualTo(child.manifest().digest());
      assertThat(verdict.blocks()).as("the emptied block is read, too").isEqualTo(5);
      assertThat(verdict.region()).isEqualTo(region);
    }
  }

  @Test
  void oneBitInAnyBlockIsNamed() throws Exception {
    String snapshot = snapshot(child);
    world.direct(DiskWorld.HOME).damage(snapshot, 1);
    world.direct(DiskWorld.HOME).damage(snapshot, 3);
    BlockVerifier.Verdict verdict = world.verify(child, DiskWorld.HOME);

    assertThat(verdict.good()).isFalse();
    assertThat(verdict.digest()).isNotEqualTo(child.manifest().digest());
    assertThat(verdict.first()).extracting(Disks.Difference::index).containsExactly(1, 3);
    assertThat(verdict.first().get(0).expected()).isEmpty();
    assertThat(verdict.first().get(0).found()).isPresent();
    assertThat(world.verify(child, DiskWorld.COPY).good()).isTrue();
  }

  private String snapshot(Disk disk) throws Exception {
    return new Amis(world.site().clients().in(DiskWorld.HOME))
        .of(disk.id())
        .get(0)
        .snapshots()
        .get(0);
  }

  @Test
  void theManifestOfAnotherDiskDoesNotFit() throws Exception {
    BlockVerifier.Verdict verdict =
        new BlockVerifier(world.site())
            .verify(child.id(), DiskWorld.HOME, parent.manifest(), world.said::add);

    assertThat(verdict.differences()).isEqualTo(3);
    assertThat(verdict.first()).extracting(Disks.Difference::index).containsExactly(1, 2, 3);
    assertThat(verdict.first().get(2).expected()).isEmpty();
  }

  @Test
  void manyDifferencesAreCountedAndTheFirstAreTold() throws Exception {
    TreeMap<Integer, String> digests = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      digests.put(i, "f".repeat(64));
    }
    Blocks other = new Blocks(100L * Blocks.BLOCK, digests);
    BlockVerifier.Verdict verdict =
        new BlockVerifier(world.site()).verify(child.id(), DiskWorld.HOME, other, world.said::add);

    assertThat(verdict.differences()).isEqualTo(100);
    assertThat(verdict.first()).hasSize(Disks.Different.TOLD_MAX);
  }

  @Test
  void aDiskOfAnotherSizeDoesNotFit() {
    Blocks large = new Blocks(3L << 30, child.manifest().digests());

    assertThatThrownBy(
            () ->
                new BlockVerifier(world.site())
                    .verify(child.id(), DiskWorld.HOME, large, world.said::add))
        .hasMessageContainingAll("is of 1 GiB", "needs 3");
  }

  @Test
  void faultsOfReadsDoNotMatter() throws Exception {
    // Fewer than one block is tried: all of them may come to the same one.
    for (int i = 0; i < 3; i++) {
      world.cloud.faults().next("GetSnapshotBlock", Fault.THROTTLED);
      world.cloud.faults().next("GetSnapshotBlock", Fault.LOST_RESPONSE);
      world.cloud.faults().next("ListSnapshotBlocks", Fault.THROTTLED);
    }

    assertThat(world.verify(child, DiskWorld.HOME).good()).isTrue();
  }

  @Test
  void whatIsNotPublishedIsToldSo() {
    Disk other = world.disk("3", Optional.empty(), 1);

    assertThatThrownBy(() -> world.verify(other, DiskWorld.HOME))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE))
        .hasMessageContaining("is not in eu-central-1");
  }

  @Test
  void verifyingChangesNothing() throws Exception {
    int before = world.cloud.calls().size();
    world.verify(child, DiskWorld.HOME);

    assertThat(world.cloud.calls().subList(before, world.cloud.calls().size()))
        .noneMatch(call -> call.mutating());
  }

  private List<Disks.Copy> copies(Optional<String> region) throws Exception {
    return new AwsDisks(world.site(), world.locks)
        .verify(
            new Disks.Attested(
                child.id(), "0".repeat(64), child.manifest().size(), child.manifest().digests()),
            region,
            world.said::add);
  }

  @Test
  void everyRegionIsReadUnlessOneIsNamed() throws Exception {
    assertThat(copies(Optional.empty()))
        .allMatch(Disks.Same.class::isInstance)
        .extracting(Disks.Copy::place)
        .containsExactlyElementsOf(world.regions());
    assertThat(copies(Optional.of(DiskWorld.COPY)))
        .extracting(Disks.Copy::place)
        .containsExactly(DiskWorld.COPY);
  }

  @Test
  void aDamagedRegionDoesNotHideTheOthers() throws Exception {
    world.direct(DiskWorld.HOME).damage(snapshot(child), 3);
    List<Disks.Copy> copies = copies(Optional.empty());
    Disks.Different different = (Disks.Different) copies.get(0);
    assertThat(different.firstDifferences()).extracting(Disks.Difference::index).containsExactly(3);
    assertThat(different.stored()).isEqualTo(snapshot(child));
    assertThat(copies.get(1)).isInstanceOf(Disks.Same.class);
  }

  @Test
  void aRegionWithoutTheImageIsToldWithItsReason() throws Exception {
    Disk unpublished = world.disk("3", 1, 2);
    child = unpublished;
    assertThat(copies(Optional.of(DiskWorld.COPY)))
        .singleElement()
        .isInstanceOfSatisfying(
            Disks.Unread.class,
            unread -> assertThat(unread.trouble()).contains("is not in eu-west-1; publish it"));
  }
}
