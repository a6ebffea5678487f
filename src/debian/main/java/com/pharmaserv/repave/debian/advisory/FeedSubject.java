package com.pharmaserv.repave.debian.advisory;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.util.Comparator;

/** Under which source and version the feeds know a package: see {@link SignedKernel}. */
record FeedSubject(String source, DebianVersion version) {
  static final Comparator<FeedSubject> ORDER =
      Comparator.comparing(FeedSubject::source)
          .thenComparing(FeedSubject::version)
          .thenComparing(subject -> subject.version().text());

  static FeedSubject of(LockedPackage locked) {
    return SignedKernel.signs(locked.source().name())
        ? new FeedSubject(SignedKernel.KERNEL, locked.version())
        : new FeedSubject(locked.source().name(), locked.source().version());
  }
}
