package com.pharmaserv.repave.bake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {
  private static final int BLOCK = Blocks.BLOCK;
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);

  @TempDir Path temp;

  @Test
  void namesTheBlocksThatAreNotEmptyAndFillsTheLastOneUp() throws Exception {
    Path disk = temp.resolve("disk.raw");
    write(disk, 3, new byte[] {1});
    write(disk, 7, "end".getBytes(StandardCharsets.US_ASCII));

    Blocks blocks = Blocks.of(disk);

    assertThat(blocks.size()).isEqualTo(7L * BLOCK + 3);
    assertThat(blocks.digests()).containsOnlyKeys(3, 7);
    byte[] last = Arrays.copyOf(new byte[] {'e', 'n', 'd'}, BLOCK);
    assertThat(blocks.digests()).containsEntry(7, Blocks.digest(last));
    assertThat(blocks.gib()).isEqualTo(1);
  }

  @Test
  void aHoleAndWrittenZerosAreTheSame() throws Exception {
    Path sparse = temp.resolve("sparse.raw");
    Path written = temp.resolve("written.raw");
    write(sparse, 5, new byte[BLOCK]);
    write(sparse, 2, new byte[] {9});
    Files.write(written, new byte[6 * BLOCK]);
    write(written, 2, new byte[] {9});

    assertThat(Blocks.of(sparse)).isEqualTo(Blocks.of(written));
    assertThat(Blocks.of(sparse).digest()).isEqualTo(Blocks.of(written).digest());
  }

  @Test
  void oneByteChangesTheDigestAndSoDoesTheSize() {
    Blocks blocks = blocks(4, Map.of(1, A));

    assertThat(blocks.digest()).matches("[0-9a-f]{64}");
    assertThat(blocks(4, Map.of(1, B)).digest()).isNotEqualTo(blocks.digest());
    assertThat(blocks(4, Map.of(2, A)).digest()).isNotEqualTo(blocks.digest());
    assertThat(blocks(5, Map.of(1, A)).digest()).isNotEqualTo(blocks.digest());
  }

  @Test
  void theDeltaNamesChangedAndEmptiedBlocks() {
    Blocks parent = blocks(9, Map.of(0, A, 1, A, 2, B, 8, A));
    Blocks child = blocks(6, Map.of(0, A, 1, B, 3, A));

    Blocks.Delta delta = child.since(parent);

    assertThat(delta.changed()).containsExactly(1, 3);
    assertThat(delta.emptied()).containsExactly(2, 8);
    assertThat(delta.puts()).containsExactly(1, 2, 3, 8);
    assertThat(delta.unchanged()).isEqualTo(1);
    assertThat(delta.bytes()).isEqualTo(4L * BLOCK);
    assertThat(child.whole().puts()).containsExactly(0, 1, 3);
    assertThat(child.since(child).puts()).isEmpty();
  }

  /** Whatever the parent holds: with the delta's blocks put over it, it is the child. */
  @Test
  void theParentWithTheDeltaPutOverItIsTheChild() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      Blocks parent = any(random);
      Blocks child = any(random);
      TreeMap<Integer, String> over = new TreeMap<>(parent.digests());
      Blocks.Delta delta = child.since(parent);
      delta.changed().forEach(index -> over.put(index, child.digests().get(index)));
      delta.emptied().forEach(over::remove);

      assertThat(over).isEqualTo(child.digests());
      assertThat(delta.puts()).hasSize(delta.changed().size() + delta.emptied().size());
    }
  }

  @Test
  void theTextIsReadBackAndIsTheOnlyOne() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Blocks blocks = any(random);
      assertThat(BlocksText.read(BlocksText.write(blocks))).isEqualTo(blocks);
    }
    assertThat(BlocksText.write(blocks(4, Map.of(3, A, 0, B))))
        .isEqualTo("repave-blocks-1\nsize 2097152\nblock 524288\n0 %s\n3 %s\n".formatted(B, A));
  }

  @Test
  void aDamagedTextIsRefusedWithItsLine() {
    String head = "repave-blocks-1\nsize 2097152\nblock 524288\n";

    refused("", "line 1");
    refused("repave-blocks-2\nsize 1\nblock 524288\n", "line 1");
    refused("repave-blocks-1\nsize 2097152\nblock 512\n", "line 3: blocks of 512 bytes");
    refused(head + "0 " + A, "line 4");
    refused(head + "0 " + A + "\n1 xyz\n", "line 5");
    refused(head + "1 " + A + "\n1 " + A + "\n", "line 5: block 1");
    refused(head + "2 " + A + "\n1 " + A + "\n", "line 5: block 1 must stand behind block 2");
    refused(head + "4 " + A + "\n", "block 4 is not on a disk");
    refused(head + "01 " + A + "\n", "leading zeros");
    refused(head.replace("2097152", "0"), "disk of 0 bytes");
  }

  private static void refused(String text, String why) {
    assertThatThrownBy(() -> BlocksText.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static Blocks any(Random random) {
    int count = 1 + random.nextInt(12);
    TreeMap<Integer, String> digests = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      if (random.nextBoolean()) {
        digests.put(i, random.nextBoolean() ? A : B);
      }
    }
    return blocks(count, digests);
  }

  private static Blocks blocks(int count, Map<Integer, String> digests) {
    SortedMap<Integer, String> sorted = new TreeMap<>(digests);
    return new Blocks((long) count * BLOCK, sorted);
  }

  private static void write(Path file, int index, byte[] bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), (long) index * BLOCK);
    }
  }
}
