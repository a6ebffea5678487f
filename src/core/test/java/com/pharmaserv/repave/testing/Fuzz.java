package com.pharmaserv.repave.testing;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Changes known inputs in small ways, each from a seed, and gives them to a reader. It may accept
 * or refuse them, by its own exceptions only and in bounded time.
 *
 * <pre>mvn ... -Dtest='*FuzzTest' -Drepave.fuzz=200000</pre>
 */
public final class Fuzz {
  /** Inputs for each reader; few enough for every build, many more on request. */
  private static final int COUNT = Integer.getInteger("repave.fuzz", 1_000);

  /** Of processor time, so that a busy machine fails nothing. */
  private static final Duration TIME_MAX = Duration.ofSeconds(1);

  private static final int EDITS_MAX = 4;
  private static final int PIECE_MAX = 64;

  /** A few inputs become large, as only then bad growth shows. */
  private static final int LARGE_EVERY = 200;

  private static final int LARGE_BYTES = 200_000;

  private static final List<String> WORDS =
      List.of(
          "\"",
          "'",
          "\\",
          "\\x",
          "\\UFFFFFFFF",
          "\\u12",
          "{",
          "}",
          "[",
          "]",
          "[[[[",
          ":",
          ": ",
          ",",
          "\n",
          "\r",
          "\t",
          "- ",
          "? ",
          "null",
          "true",
          "{}",
          "[]",
          "-1",
          "0",
          "99999999999999999999999",
          "1e400",
          "-0.0",
          "NaN",
          "\u0000",
          "\u001b[2J",
          "\u202e",
          "\ufeff",
          "\u00e9",
          "\ud83d\ude00",
          "../..",
          "&a",
          "*a",
          "!!",
          "|",
          ">",
          "#",
          "%",
          "@",
          "`",
          "<<",
          "\"a\":1,",
          "a: b\n",
          "zz,");

  private Fuzz() {}

  /** A reader; may throw what it is said to throw. */
  public interface Reader {
    void read(byte[] input) throws Exception;
  }

  /** Whether an exception is the reader's own way to refuse. */
  public interface Refusal {
    boolean own(Exception thrown);
  }

  /**
   * Gives the reader many inputs.
   *
   * @throws AssertionError with the seed and the input that it failed on
   */
  public static void readers(List<byte[]> corpus, Reader reader, Refusal refusal) {
    for (int seed = 0; seed < COUNT; seed++) {
      byte[] input = input(corpus, new Random(seed), seed % LARGE_EVERY == LARGE_EVERY - 1);
      long before = processorNanos();
      try {
        reader.read(input);
      } catch (Exception thrown) {
        if (!refusal.own(thrown)) {
          throw failed(seed, input, thrown.toString(), thrown);
        }
      } catch (StackOverflowError deep) {
        throw failed(seed, input, "stack overflow", deep);
      }
      long took = processorNanos() - before;
      if (took > TIME_MAX.toNanos()) {
        throw failed(seed, input, "took " + Duration.ofNanos(took), new AssertionError());
      }
    }
  }

  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static AssertionError failed(int seed, byte[] input, String what, Throwable cause) {
    String shown = new String(input, 0, Math.min(input.length, 4_000), StandardCharsets.ISO_8859_1);
    return new AssertionError("seed " + seed + ": " + what + " on:\n" + shown, cause);
  }

  private static byte[] input(List<byte[]> corpus, Random random, boolean large) {
    byte[] input = any(corpus, random);
    for (int edits = 1 + random.nextInt(EDITS_MAX); edits > 0; edits--) {
      input = edited(input, any(corpus, random), random);
    }
    return large ? grown(input, random) : input;
  }

  private static byte[] any(List<byte[]> corpus, Random random) {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private static byte[] edited(byte[] input, byte[] other, Random random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + random.nextInt(PIECE_MAX));
    return switch (random.nextInt(7)) {
      case 0 -> flipped(input, from, random.nextInt(8));
      case 1 -> replaced(input, from, to, new byte[0]);
      case 2 -> replaced(input, from, input.length, new byte[0]);
      case 3 -> replaced(input, to, to, slice(input, from, to));
      case 4 -> {
        int begin = random.nextInt(other.length + 1);
        int end = Math.min(other.length, begin + random.nextInt(PIECE_MAX));
        yield replaced(input, from, to, slice(other, begin, end));
      }
      case 5 -> replaced(input, from, to, word(random));
      default -> replaced(input, from, from, word(random));
    };
  }

  private static byte[] flipped(byte[] input, int at, int bit) {
    byte[] flipped = input.clone();
    if (at < input.length) {
      flipped[at] ^= (byte) (1 << bit);
    }
    return flipped;
  }

  private static byte[] word(Random random) {
    return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
  }

  /** A small piece many times over. */
  private static byte[] grown(byte[] input, Random random) {
    int from = random.nextInt(input.length + 1);
    int to = Math.min(input.length, from + 1 + random.nextInt(PIECE_MAX));
    byte[] piece = random.nextBoolean() ? word(random) : slice(input, from, to);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    while (piece.length > 0 && many.size() < LARGE_BYTES) {
      many.writeBytes(piece);
    }
    return replaced(input, to, to, many.toByteArray());
  }

  private static byte[] slice(byte[] input, int from, int to) {
    return java.util.Arrays.copyOfRange(input, from, Math.max(from, to));
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] piece) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.writeBytes(piece);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }
}
