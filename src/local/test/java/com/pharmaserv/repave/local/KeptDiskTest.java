package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Disks;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptDiskTest {
  private static final ImageId ID = new ImageId("base", "a".repeat(64));
  private static final int COUNT = 40;

  @TempDir Path folder;

  private Path disk;
  private Disks.Attested signed;

  @BeforeEach
  void make() throws IOException {
    disk = folder.resolve("disk.raw");
    write(0, 1);
    write((COUNT - 1) * (long) Blocks.BLOCK, 1);
    Blocks blocks = Blocks.of(disk);
    signed = new Disks.Attested(ID, Sha256.of(disk), blocks.size(), blocks.digests());
  }

  private void write(long at, int value) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
      file.seek(at);
      file.write(value);
    }
  }

  private Disks.Copy verified() {
    return KeptDisk.verified(disk, signed, line -> {});
  }

  @Test
  void theSameBytesAreTheSame() {
    assertThat(verified()).isEqualTo(new Disks.Same("this machine", disk.toString(), 2));
  }

  @Test
  void oneBitIsNamedWithItsBlock() throws IOException {
    write(0, 3);
    write(5L * Blocks.BLOCK, 1);
    assertThat(verified())
        .isInstanceOfSatisfying(
            Disks.Different.class,
            different -> {
              assertThat(different.firstDifferences())
                  .extracting(Disks.Difference::index)
                  .containsExactly(0, 5);
              assertThat(different.firstDifferences().get(1).expected()).isEmpty();
              assertThat(different.differences()).isEqualTo(2);
            });
  }

  @Test
  void manyDifferencesAreCountedAndTheFirstAreTold() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      write(i * (long) Blocks.BLOCK, 7);
    }
    assertThat(verified())
        .isInstanceOfSatisfying(
            Disks.Different.class,
            different -> {
              assertThat(different.differences()).isEqualTo(COUNT);
              assertThat(different.firstDifferences()).hasSize(Disks.Different.TOLD_MAX);
            });
  }

  @Test
  void aDiskOfAnotherSizeOrNoneIsToldWithTheReason() throws IOException {
    write((COUNT - 1) * (long) Blocks.BLOCK + 1, 1);
    assertThat(trouble()).contains("bytes").contains("were signed");
    Files.delete(disk);
    assertThat(trouble()).contains("there is no disk").contains("bake it again");
  }

  @Test
  void aManifestThatIsNotOfTheSignedDiskIsFound() {
    signed = new Disks.Attested(ID, "0".repeat(64), signed.size(), new TreeMap<>(signed.blocks()));
    assertThat(trouble()).contains("the statement contradicts itself");
  }

  private String trouble() {
    return ((Disks.Unread) verified()).trouble();
  }
}
