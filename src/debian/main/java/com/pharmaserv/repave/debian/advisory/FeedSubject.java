package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.util.Comparator;

/**
 * Under which source and version the feeds know a package. Only the signed kernels differ: they
 * have a source of their own, but the binary package has the version of the kernel.
 */
record FeedSubject(String source, DebianVersion version) {
  static final Comparator<FeedSubject> ORDER =
      Comparator.comparing(FeedSubject::source)
          .thenComparing(FeedSubject::version)
          .thenComparing(subject -> subject.version().text());

  private static final String SIGNED_KERNEL = "linux-signed-";

  static FeedSubject of(LockedPackage locked) {
    return locked.source().name().startsWith(SIGNED_KERNEL)
        ? new FeedSubject("linux", locked.version())
        : new FeedSubject(locked.source().name(), locked.source().version());
  }
}
