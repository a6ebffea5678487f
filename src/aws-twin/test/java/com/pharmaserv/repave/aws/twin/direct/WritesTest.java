package com.pharmaserv.repave.aws.twin.direct;

import static com.pharmaserv.repave.aws.twin.direct.DirectWorld.KEY;
import static com.pharmaserv.repave.aws.twin.direct.DirectWorld.block;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Call;
import com.pharmaserv.repave.aws.twin.Fault;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ebs.model.ChecksumAggregationMethod;
import software.amazon.awssdk.services.ebs.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.ebs.model.Tag;

class WritesTest {
  private final DirectWorld world = new DirectWorld();

  private static void refuses(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  @Test
  void aSnapshotIsPendingUntilItIsSealedAndThenCompleted() {
    String id =
        world.start(
            r ->
                r.encrypted(true)
                    .kmsKeyArn(KEY)
                    .description("d")
                    .tags(Tag.builder().key("a").value("b").build()));
    assertThat(world.described(id).stateAsString()).isEqualTo("pending");
    world.put(id, 0, block(1));
    world.complete(id, 1);

    assertThat(world.described(id).stateAsString()).isEqualTo("completed");
    assertThat(world.described(id).kmsKeyId()).isEqualTo(KEY);
    assertThat(world.described(id).tags())
        .extracting(t -> t.key() + "=" + t.value())
        .containsExactly("a=b");
    refuses("ValidationException", () -> world.put(id, 1, block(2)));
    refuses("ValidationException", () -> world.complete(id, 1));
  }

  @Test
  void encryptionAndParentExcludeEachOther() {
    String parent = world.whole(1);

    refuses("ValidationException", () -> world.start(r -> r.encrypted(true)));
    refuses("ValidationException", () -> world.start(r -> r.kmsKeyArn(KEY)));
    refuses(
        "ValidationException",
        () -> world.start(r -> r.parentSnapshotId(parent).encrypted(true).kmsKeyArn(KEY)));
    refuses(
        "ValidationException", () -> world.start(r -> r.parentSnapshotId(parent).kmsKeyArn(KEY)));
    assertThat(world.described(world.start(r -> r.parentSnapshotId(parent))).kmsKeyId())
        .isEqualTo(KEY);
    assertThat(world.described(world.start(r -> r)).encrypted()).isFalse();
  }

  @Test
  void aChildHasTheParentsBlocksUnlessTheyArePut() {
    String parent = world.whole(1, 2, 3);
    String child = world.start(r -> r.parentSnapshotId(parent));
    world.put(child, 1, block(9));
    world.put(child, 2, block(0));
    world.put(child, 7, block(7));
    world.complete(child, 3);

    assertThat(world.contents(child)).containsExactly(e(0, 1), e(1, 9), e(2, 0), e(7, 7));
    world.ec2.deleteSnapshot(r -> r.snapshotId(parent));
    assertThat(world.contents(child)).containsEntry(0, 1);
  }

  private static java.util.Map.Entry<Integer, Integer> e(int index, int content) {
    return java.util.Map.entry(index, content);
  }

  @Test
  void aParentMustBeThereCompletedAndNotLarger() {
    String pending = world.start();
    String large = world.start(r -> r.volumeSize(3L));
    world.put(large, 0, block(1));
    world.complete(large, 1);

    refuses("ValidationException", () -> world.start(r -> r.parentSnapshotId(pending)));
    refuses("ValidationException", () -> world.start(r -> r.parentSnapshotId(large)));
    refuses(
        "ResourceNotFoundException",
        () -> world.start(r -> r.parentSnapshotId("snap-0123456789abcdef0")));
  }

  @Test
  void blocksAreCheckedForPlaceLengthAndChecksum() {
    String id = world.start();

    refuses("ValidationException", () -> world.put(id, 2048, block(1)));
    refuses("ValidationException", () -> world.put(id, 0, new byte[512]));
    refuses(
        "ValidationException",
        () -> world.put(id, 0, block(1), r -> r.checksum(Digests.sha256(block(2)))));
    refuses("ValidationException", () -> world.put(id, 0, block(1), r -> r.dataLength(512)));
    world.put(id, 2047, block(1));
    world.put(id, 2047, block(4));
    world.complete(id, 1);
    assertThat(world.contents(id)).containsExactly(e(2047, 4));
  }

  @Test
  void countAndWholeChecksumMustFit() {
    String id = world.start();
    world.put(id, 0, block(1));
    world.put(id, 5, block(2));
    String right = Digests.linear(List.of(Digests.sha256(block(1)), Digests.sha256(block(2))));
    String wrong = Digests.linear(List.of(Digests.sha256(block(2)), Digests.sha256(block(1))));

    refuses("ValidationException", () -> world.complete(id, 1));
    refuses("ValidationException", () -> sealed(id, wrong));
    sealed(id, right);
    world.pass(Duration.ofMinutes(1));
    assertThat(world.described(id).stateAsString()).isEqualTo("completed");
  }

  private void sealed(String id, String checksum) {
    world.ebs.completeSnapshot(
        r ->
            r.snapshotId(id)
                .changedBlocksCount(2)
                .checksum(checksum)
                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                .checksumAggregationMethod(ChecksumAggregationMethod.LINEAR));
  }

  @Test
  void aClientTokenAnswersTheSameSnapshotAndNoOtherParameters() {
    String first = world.start(r -> r.clientToken("t"));

    assertThat(world.start(r -> r.clientToken("t"))).isEqualTo(first);
    refuses("ConflictException", () -> world.start(r -> r.clientToken("t").volumeSize(2L)));
    refuses("ValidationException", () -> world.start(r -> r.clientToken("x".repeat(65))));
    world.put(first, 0, block(1));
    world.complete(first, 1);
    assertThat(world.ebs.startSnapshot(r -> r.volumeSize(1L).clientToken("t")).statusAsString())
        .isEqualTo("completed");
    world.ec2.deleteSnapshot(r -> r.snapshotId(first));
    assertThat(world.start(r -> r.clientToken("t"))).isEqualTo(first);
    refuses("ResourceNotFoundException", () -> world.put(first, 0, block(1)));
  }

  @Test
  void aNewSnapshotMayNotBeKnownAtOnce() {
    world.direct.appearAfter(Duration.ofSeconds(90), Duration.ofSeconds(90));
    String id = world.start();

    refuses("ResourceNotFoundException", () -> world.put(id, 0, block(1)));
    world.pass(Duration.ofSeconds(91));
    world.put(id, 0, block(1));
    world.complete(id, 1);
  }

  @Test
  void theTimeoutCancelsWhatIsNotWrittenAndNotWhatIs() {
    refuses("ValidationException", () -> world.start(r -> r.timeout(9)));
    refuses("ValidationException", () -> world.start(r -> r.timeout(4321)));
    String idle = world.start(r -> r.timeout(10));
    String busy = world.start(r -> r.timeout(10));
    world.pass(Duration.ofMinutes(9));
    world.put(busy, 0, block(1));
    world.pass(Duration.ofMinutes(5));

    assertThat(world.described(idle).stateAsString()).isEqualTo("error");
    assertThat(world.described(busy).stateAsString()).isEqualTo("pending");
    refuses("ValidationException", () -> world.put(idle, 0, block(1)));
    world.pass(Duration.ofMinutes(6));
    assertThat(world.described(busy).stateAsString()).isEqualTo("error");
  }

  @Test
  void theQuotaOfPendingSnapshotsHolds() {
    for (int i = 0; i < 100; i++) {
      world.start();
    }

    refuses("ServiceQuotaExceededException", world::start);
    world.ec2.deleteSnapshot(
        r -> r.snapshotId(world.ec2.describeSnapshots().snapshots().get(0).snapshotId()));
    world.start();
  }

  @Test
  void throttlesByItsBucketsAndSuffersFaults() {
    world.cloud.faults().realBuckets(true);
    world.cloud.latency(Duration.ZERO, Duration.ZERO);
    for (int i = 0; i < 10; i++) {
      world.start();
    }
    refuses("RequestThrottledException", world::start);
    world.cloud.faults().realBuckets(false).next("PutSnapshotBlock", Fault.LOST_RESPONSE);
    String id = world.start();

    assertThatThrownBy(() -> world.put(id, 0, block(3))).isInstanceOf(SdkClientException.class);
    world.complete(id, 1);
    assertThat(world.contents(id)).containsExactly(e(0, 3));
    assertThat(world.cloud.calls())
        .filteredOn(call -> call.outcome().equals(Call.LOST))
        .extracting(call -> call.service() + ":" + call.operation() + call.parameter("blockIndex"))
        .containsExactly("ebs:PutSnapshotBlock0");
  }

  @Test
  void whatItDoesNotHaveIsNoted() {
    assertThat(world.cloud.unsupported()).isEmpty();
  }
}
