package com.pharmaserv.repave.bake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a raw disk holds, block by block: the manifest that is kept beside an image. A block that is
 * not in it holds zeros only. The last block of a disk that ends within it counts as filled up with
 * zeros, as it will be on a volume.
 *
 * @param size of the disk in bytes
 * @param digests SHA-256 in hexadecimal of each block that is not empty, by its index
 */
public record Blocks(long size, SortedMap<Integer, String> digests) {
  /** The only length of a block that EBS takes (EBS API reference, PutSnapshotBlock). */
  public static final int BLOCK = 524_288;

  /** 64 TiB, the largest volume that EBS has. */
  private static final long SIZE_MAX = 65_536L << 30;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final byte[] EMPTY = new byte[BLOCK];

  public Blocks {
    if (size < 1 || size > SIZE_MAX) {
      throw new IllegalArgumentException(
          "disk of %s bytes: must have from 1 to %s".formatted(size, SIZE_MAX));
    }
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    int count = count(size);
    digests.forEach(
        (index, digest) -> {
          if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                "block %s is not on a disk of %s bytes, which has blocks 0 to %s"
                    .formatted(index, size, count - 1));
          }
          if (!SHA256.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                "digest '%s' of block %s must be 64 hexadecimal digits".formatted(digest, index));
          }
        });
  }

  /** Reads the manifest of a disk in one pass; holes of a sparse file read as zeros. */
  public static Blocks of(Path raw) throws IOException {
    try (FileChannel file = FileChannel.open(raw, StandardOpenOption.READ)) {
      long size = file.size();
      TreeMap<Integer, String> digests = new TreeMap<>();
      byte[] block = new byte[BLOCK];
      for (int index = 0; index < count(size); index++) {
        read(file, index, block);
        if (!isEmpty(block)) {
          digests.put(index, digest(block));
        }
      }
      if (file.size() != size) {
        throw new IOException(
            "%s grew from %s to %s bytes while it was read".formatted(raw, size, file.size()));
      }
      return new Blocks(size, digests);
    }
  }

  /** One block of a disk, filled up with zeros behind its end. Any thread may ask. */
  public static void read(FileChannel file, int index, byte[] block) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(block);
    long start = (long) index * BLOCK;
    while (buffer.hasRemaining() && file.read(buffer, start + buffer.position()) >= 0) {
      // Reads on until the block is full or the file ends.
    }
    Arrays.fill(block, buffer.position(), BLOCK, (byte) 0);
  }

  public static boolean isEmpty(byte[] block) {
    return Arrays.equals(block, EMPTY);
  }

  public static String digest(byte[] block) {
    return Sha256.of(block);
  }

  /** The digest of a block of zeros, which a manifest never names. */
  public static String emptyDigest() {
    return digest(EMPTY);
  }

  private static int count(long size) {
    return (int) ((size + BLOCK - 1) / BLOCK);
  }

  /** The whole GiB that a volume needs to hold the disk. */
  public int gib() {
    return (int) ((size + (1L << 30) - 1) >> 30);
  }

  /**
   * The disk's digest: SHA-256 of {@link BlocksText}. It follows from the bytes of the disk alone,
   * so whoever reads a snapshot block by block comes to the same one.
   */
  public String digest() {
    MessageDigest sha256 = Canonical.sha256();
    return Canonical.hex(sha256.digest(BlocksText.write(this).getBytes(StandardCharsets.UTF_8)));
  }

  /** What must be put into a snapshot that has no parent: all that is not empty. */
  public Delta whole() {
    return new Delta(new TreeSet<>(digests.keySet()), new TreeSet<>(), 0);
  }

  /** What must be put into a child of that disk's snapshot, so that it holds this disk. */
  public Delta since(Blocks parent) {
    SortedSet<Integer> changed = new TreeSet<>();
    digests.forEach(
        (index, digest) -> {
          if (!digest.equals(parent.digests().get(index))) {
            changed.add(index);
          }
        });
    SortedSet<Integer> emptied = new TreeSet<>(parent.digests().keySet());
    emptied.removeAll(digests.keySet());
    return new Delta(changed, emptied, digests.size() - changed.size());
  }

  /**
   * The difference to a parent.
   *
   * @param changed blocks with content that the parent does not have there
   * @param emptied blocks that hold zeros now and held something in the parent: a snapshot that
   *     does not get them keeps the parent's bytes
   * @param unchanged how many blocks with content are the parent's
   */
  public record Delta(SortedSet<Integer> changed, SortedSet<Integer> emptied, int unchanged) {
    public Delta {
      changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
      emptied = Collections.unmodifiableSortedSet(new TreeSet<>(emptied));
    }

    /** All that must be put, in ascending order. */
    public SortedSet<Integer> puts() {
      TreeSet<Integer> all = new TreeSet<>(changed);
      all.addAll(emptied);
      return all;
    }

    /** Bytes that must be put. */
    public long bytes() {
      return (long) BLOCK * (changed.size() + emptied.size());
    }
  }
}
