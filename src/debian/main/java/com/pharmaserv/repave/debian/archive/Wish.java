package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.model.Base;
import java.util.List;
import java.util.Optional;

/** A package that a recipe wants, and how new it must be. */
record Wish(String name, Optional<DebianVersion> atLeast) {
  static Wish of(String text) {
    int at = text.indexOf(">=");
    return at < 0
        ? new Wish(text, Optional.empty())
        : new Wish(text.substring(0, at), Optional.of(new DebianVersion(text.substring(at + 2))));
  }

  void require(List<LockedPackage> locked, String recipe, Base.Debian base) throws LockException {
    for (LockedPackage one : locked) {
      if (one.name().equals(name)
          && atLeast.isPresent()
          && one.version().compareTo(atLeast.get()) < 0) {
        throw new LockException(
            "%s: package '%s' must be %s or newer, but %s has %s; lower the bound or take another suite"
                .formatted(recipe, name, atLeast.get(), base.suite(), one.version()));
      }
    }
  }
}
