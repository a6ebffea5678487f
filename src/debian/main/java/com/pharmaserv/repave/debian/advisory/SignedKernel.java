package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;

/**
 * Debian's kernels are built from {@code linux} and signed by a source of its own, {@code
 * linux-signed-amd64}. That counts {@code 6.12.118+1} where the kernel, the feeds and the binary
 * package have {@code 6.12.118-1}, and its changelog goes on with the one of {@code linux}.
 */
final class SignedKernel {
  static final String KERNEL = "linux";

  private static final String PREFIX = "linux-signed-";

  private SignedKernel() {}

  static boolean signs(String source) {
    return source.startsWith(PREFIX);
  }

  /** The version of the kernel that was signed. */
  static DebianVersion signed(DebianVersion version) {
    return new DebianVersion(version.text().replaceFirst("\\+", "-"));
  }
}
