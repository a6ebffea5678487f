package com.pharmaserv.repave.debian.advisory;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails where more comes than anything honest has. */
final class Bounded extends FilterInputStream {
  private final long max;
  private final String what;
  private long left;

  /**
   * A stream with an end.
   *
   * @param what for the message, for example {@code it unpacks to}
   */
  Bounded(InputStream in, long max, String what) {
    super(in);
    this.max = max;
    this.what = what;
    this.left = max;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    took(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    took(Math.max(count, 0));
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    took(skipped);
    return skipped;
  }

  private void took(long count) throws IOException {
    left -= count;
    if (left < 0) {
      throw new IOException("%s more than %s bytes".formatted(what, max));
    }
  }
}
