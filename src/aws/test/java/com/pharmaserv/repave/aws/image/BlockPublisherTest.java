package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

class BlockPublisherTest {
  @TempDir Path temp;
  private final Shared shared = new Shared();

  private DiskWorld world() {
    return new DiskWorld(temp, 3, DiskWorld.COPY);
  }

  @Test
  void publishesToEveryRegionUnderItsOwnKeyAndCopiesNothing() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1, 0, 2);
    Image image = world.publish(disk);

    assertThat(world.images()).containsExactly(image);
    assertThat(image.id()).isEqualTo(disk.id());
    assertThat(image.lock()).containsEntry("package openssl", "1");
    assertThat(world.holdings()).isEqualTo(world.oneImageEverywhere());
    for (String region : world.regions()) {
      Snapshot snapshot = world.snapshots(region).get(0);
      assertThat(snapshot.kmsKeyId()).isEqualTo(world.key(region));
      assertThat(snapshot.tags())
          .contains(tag("repave:managed-by", "bake"), tag("repave:disk", disk.manifest().digest()));
      assertThat(world.bytes(region, disk)).isEqualTo(Map.of(0, 1, 2, 2, 11, 1));
    }
    assertThat(world.calls("CopyImage")).isEmpty();
    assertThat(world.puts()).hasSize(6);
    assertThat(world.cloud.unsupported()).isEmpty();
    assertThat(world.said)
        .anyMatch(line -> line.matches("eu-west-1: put 3 of 3 blocks, 1 MiB in \\d+ s"));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void registersForNitro() throws Exception {
    DiskWorld world = world();
    world.publish(world.disk("1", 1));
    var image = world.image(DiskWorld.HOME);

    assertThat(image.architectureAsString()).isEqualTo("x86_64");
    assertThat(image.virtualizationTypeAsString()).isEqualTo("hvm");
    assertThat(image.bootModeAsString()).isEqualTo("uefi");
    assertThat(image.tpmSupportAsString()).isEqualTo("v2.0");
    assertThat(image.imdsSupportAsString()).isEqualTo("v2.0");
    assertThat(image.enaSupport()).isTrue();
    assertThat(image.blockDeviceMappings().get(0).ebs().volumeTypeAsString()).isEqualTo("gp3");
    assertThat(image.blockDeviceMappings().get(0).ebs().encrypted()).isTrue();
    assertThat(image.deprecationTime()).isNotNull();
    assertThat(world.cloud.region(DiskWorld.HOME).behaviour(image.imageId()).boots()).isTrue();
  }

  /** What it takes beside the blocks; each further look at a slow snapshot adds one. */
  @Test
  void takesAtMostTwelveCallsForOneRegionAndFifteenForTwo() throws Exception {
    DiskWorld one = new DiskWorld(temp, 3).quickSeals();
    one.publish(one.disk("1", 1, 2));
    DiskWorld two = world().quickSeals();
    two.publish(two.disk("1", 1, 2));

    assertThat(one.overhead())
        .extracting(Call::operation)
        .containsExactly(
            "DescribeImages",
            "StartSnapshot",
            "CompleteSnapshot",
            "DescribeSnapshots",
            "RegisterImage",
            "EnableImageDeprecation",
            "EnableImageDeregistrationProtection",
            "DescribeImages");
    assertThat(two.overhead()).hasSize(15);
    assertThat(one.locks.reads()).as("what was just kept is not read").isZero();
  }

  @Test
  void aSlowSnapshotTakesAFewLooksMore() throws Exception {
    for (int seed = 1; seed <= 10; seed++) {
      DiskWorld world = new DiskWorld(temp, seed, shared);
      world.publish(world.disk("1", 1));
      assertThat(world.overhead()).hasSizeLessThanOrEqualTo(12);
    }
  }

  @Test
  void publishedOnceMoreItChangesNothing() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1, 2);
    Image first = world.publish(disk);
    int before = world.cloud.calls().size();
    Image again = world.publish(disk);

    assertThat(again).isEqualTo(first);
    assertThat(world.cloud.calls().subList(before, world.cloud.calls().size()))
        .filteredOn(Call::mutating)
        .isEmpty();
  }

  /** Blocks change, come, go and come back; what is put is the difference and nothing else. */
  @Test
  void aChainOfFiveVersionsReadBackIsTheDisks() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 2; round++) {
      DiskWorld world = new DiskWorld(temp, round, shared, DiskWorld.COPY);
      List<Disk> chain = new ArrayList<>();
      int put = 0;
      for (int version = 1; version <= 5; version++) {
        Optional<Disk.Parent> parent =
            chain.isEmpty() ? Optional.empty() : DiskWorld.parent(chain.get(chain.size() - 1));
        Disk disk = world.disk("%s.%s".formatted(round, version), parent, contents(random));
        Blocks.Delta delta =
            parent.map(p -> disk.manifest().since(p.manifest())).orElse(disk.manifest().whole());
        world.publish(disk);
        put += 2 * Math.max(1, delta.puts().size());
        chain.add(disk);
      }

      assertThat(world.puts()).hasSize(put);
      for (Disk disk : chain) {
        for (String region : world.regions()) {
          BlockVerifier.Verdict verdict = world.verify(disk, region);
          assertThat(verdict.first()).isEmpty();
          assertThat(verdict.good()).isTrue();
          assertThat(verdict.digest()).isEqualTo(disk.manifest().digest());
        }
      }
    }
  }

  private static int[] contents(Random random) {
    int[] contents = new int[6];
    for (int i = 0; i < contents.length; i++) {
      contents[i] = random.nextInt(3);
    }
    return contents;
  }

  @Test
  void emptiedBlocksArePutAsZeros() throws Exception {
    DiskWorld world = world();
    Disk parent = world.disk("1", 1, 2, 3);
    world.publish(parent);
    Disk child = world.disk("2", DiskWorld.parent(parent), 1, 0, 3);
    world.publish(child);

    assertThat(world.bytes(DiskWorld.HOME, child)).isEqualTo(Map.of(0, 1, 2, 3, 11, 1));
    assertThat(world.said).anyMatch(line -> line.contains("0 blocks changed, 1 emptied, 3 un"));
  }

  @Test
  void whereTheKeyChangedAllBlocksArePutUnderTheNewOne() throws Exception {
    DiskWorld world = world();
    Disk parent = world.disk("1", 1, 2);
    world.publish(parent);
    world.keys.put(DiskWorld.HOME, "arn:aws:kms:eu-central-1:111122223333:key/other");
    Disk child = world.disk("2", DiskWorld.parent(parent), 1, 3);
    world.publish(child);

    assertThat(world.bytes(DiskWorld.HOME, child)).isEqualTo(Map.of(0, 1, 1, 3, 11, 1));
    assertThat(world.snapshots(DiskWorld.HOME))
        .extracting(Snapshot::kmsKeyId)
        .containsExactlyInAnyOrder(
            "arn:aws:kms:eu-central-1:111122223333:key/images",
            "arn:aws:kms:eu-central-1:111122223333:key/other");
    assertThat(world.said).anyMatch(line -> line.contains("cannot be the parent"));
  }

  @Test
  void whereTheParentIsMissingAllBlocksArePut() throws Exception {
    DiskWorld world = world();
    Disk parent = world.disk("1", 1, 2);
    world.publish(parent);
    String copy = world.image(DiskWorld.COPY).imageId();
    world.ec2(DiskWorld.COPY).disableImageDeregistrationProtection(r -> r.imageId(copy));
    world.ec2(DiskWorld.COPY).deregisterImage(r -> r.imageId(copy).deleteAssociatedSnapshots(true));
    Disk child = world.disk("2", DiskWorld.parent(parent), 1, 3);
    world.publish(child);

    assertThat(world.bytes(DiskWorld.COPY, child)).isEqualTo(Map.of(0, 1, 1, 3, 11, 1));
    assertThat(world.bytes(DiskWorld.HOME, child)).isEqualTo(Map.of(0, 1, 1, 3, 11, 1));
    assertThat(world.puts()).hasSize(6 + 3 + 1);
  }

  @Test
  void sharesWithTheAccountsThatAreNamed() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1);
    world.publish(
        new Disk(
            disk.id(),
            disk.function(),
            disk.version(),
            disk.owner(),
            disk.lock(),
            disk.manifest(),
            disk.raw(),
            disk.parent(),
            disk.place(),
            List.of("444455556666")));

    for (String region : world.regions()) {
      String id = world.image(region).imageId();
      assertThat(
              world
                  .ec2(region)
                  .describeImageAttribute(
                      r -> r.imageId(id).attribute(ImageAttributeName.LAUNCH_PERMISSION))
                  .launchPermissions())
          .extracting(LaunchPermission::userId)
          .containsExactly("444455556666");
    }
    assertThat(world.stock().references(List.of(disk.id())).get(disk.id()))
        .as("whoever has it needs it")
        .containsExactly("account 444455556666", "account 444455556666");
  }

  @Test
  void aFileThatChangedIsRefusedAndNothingStays() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1, 2);
    byte[] bytes = Files.readAllBytes(disk.raw());
    bytes[700_000] ^= 1;
    Files.write(disk.raw(), bytes);

    assertThatThrownBy(() -> world.publish(disk))
        .isInstanceOf(BakeException.class)
        .hasMessageContainingAll("block 1", "is not what its manifest says");
    assertThat(world.holdings()).isEmpty();

    Files.write(disk.raw(), new byte[] {1}, StandardOpenOption.APPEND);
    assertThatThrownBy(() -> world.publish(disk)).hasMessageContaining("its manifest says");
  }

  @Test
  void aMissingKeyIsToldBeforeAnythingIsDone() throws Exception {
    DiskWorld world = world();
    world.keys.remove(DiskWorld.COPY);
    Disk disk = world.disk("1", 1);

    assertThatThrownBy(() -> world.publish(disk))
        .isInstanceOf(BakeException.class)
        .hasMessageContaining("names no key for images in region eu-west-1");
    assertThat(world.cloud.calls()).isEmpty();
  }

  @Test
  void anotherDiskUnderTheSameDigestIsAConflict() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1);
    world.publish(disk);
    Disk other = world.disk("1", 7);

    assertThatThrownBy(() -> world.publish(other))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CONFLICT))
        .hasMessageContaining("but not the disk");
    assertThat(world.holdings()).isEqualTo(world.oneImageEverywhere());
  }

  @Test
  void anImageThatIsDisabledIsNotMadeASecondTime() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1);
    world.publish(disk);
    world.ec2(DiskWorld.HOME).disableImage(r -> r.imageId(world.image(DiskWorld.HOME).imageId()));

    assertThatThrownBy(() -> world.publish(disk)).hasMessageContaining("disabled; enable it");
    assertThat(world.holdings()).hasSize(4).anyMatch(h -> h.contains("image disabled"));
  }

  @Test
  void aSnapshotThatWasCancelledOrRemovedMeanwhileIsBegunAnew() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1, 2);
    EbsBlocks ebs = new EbsBlocks(world.site().clients().in(DiskWorld.HOME));
    String key = world.key(DiskWorld.HOME);
    String token = disk.token(DiskWorld.HOME, key, Optional.empty(), 0);
    ebs.start(token, 1, key, Optional.empty(), disk.snapshotTags());
    world.cloud.clock().advance(Duration.ofHours(2));
    EbsBlocks copy = new EbsBlocks(world.site().clients().in(DiskWorld.COPY));
    String copyKey = world.key(DiskWorld.COPY);
    String copyToken = disk.token(DiskWorld.COPY, copyKey, Optional.empty(), 0);
    String gone = copy.start(copyToken, 1, copyKey, Optional.empty(), disk.snapshotTags()).id();
    world.ec2(DiskWorld.COPY).deleteSnapshot(r -> r.snapshotId(gone));
    world.publish(disk);

    assertThat(world.holdings()).isEqualTo(world.oneImageEverywhere());
    assertThat(world.verify(disk, DiskWorld.HOME).good()).isTrue();
    assertThat(world.said)
        .anyMatch(line -> line.contains("was cancelled"))
        .anyMatch(line -> line.contains("was removed"));
  }

  @Test
  void aTokenThatWasUsedOtherwiseIsNotUsedAgain() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1, 2);
    EbsBlocks ebs = new EbsBlocks(world.site().clients().in(DiskWorld.HOME));
    String key = world.key(DiskWorld.HOME);
    String token = disk.token(DiskWorld.HOME, key, Optional.empty(), 0);
    ebs.start(token, 2, key, Optional.empty(), disk.snapshotTags());
    world.publish(disk);

    assertThat(world.holdings()).isEqualTo(world.oneImageEverywhere());
  }

  @Test
  void aQuotaThatIsUsedUpIsToldAndNothingStays() throws Exception {
    DiskWorld world = world();
    EbsBlocks ebs = new EbsBlocks(world.site().clients().in(DiskWorld.HOME));
    for (int i = 0; i < 100; i++) {
      ebs.start("other" + i, 1, world.key(DiskWorld.HOME), Optional.empty(), new TreeMap<>());
    }
    Disk disk = world.disk("1", 1);

    assertThatThrownBy(() -> world.publish(disk))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.CAPACITY));
    assertThat(world.holdings())
        .hasSize(100)
        .allMatch(h -> h.equals("eu-central-1 snapshot pending"));
  }

  @Test
  void theCleanerOfBakesKeepsSnapshotsOfPublishedImages() throws Exception {
    DiskWorld world = world();
    Disk disk = world.disk("1", 1);
    world.publish(disk);
    world.cloud.clock().advance(Duration.ofDays(30));
    new AwsBaker(world.site(), world.locks).clean(world.said::add);

    assertThat(world.holdings()).isEqualTo(world.oneImageEverywhere());
  }
}
