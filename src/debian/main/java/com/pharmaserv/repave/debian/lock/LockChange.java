package com.pharmaserv.repave.debian.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One package that two locks pin differently.
 *
 * @param from empty if it is new
 * @param to empty if it is gone
 */
public record LockChange(String name, Optional<LockedPackage> from, Optional<LockedPackage> to) {
  /** All differences between two locks, by name. */
  public static List<LockChange> between(Lock from, Lock to) {
    Map<String, LockedPackage> before = from.byName();
    Map<String, LockedPackage> after = to.byName();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<LockChange> changes = new ArrayList<>();
    for (String name : names) {
      Optional<LockedPackage> was = Optional.ofNullable(before.get(name));
      Optional<LockedPackage> is = Optional.ofNullable(after.get(name));
      // The same file may have moved to another suite, as security fixes do at a point release.
      if (!was.map(LockedPackage::sha256).equals(is.map(LockedPackage::sha256))) {
        changes.add(new LockChange(name, was, is));
      }
    }
    return changes;
  }

  /** Whether the new version comes from the archive of security fixes. */
  public boolean security() {
    return to.filter(LockedPackage::security).isPresent();
  }
}
