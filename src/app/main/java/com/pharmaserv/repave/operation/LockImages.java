package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.Locksmith;
import com.pharmaserv.repave.debian.lock.LockChange;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Locks the packages of images to what the archives offer, or tells what would change. */
public final class LockImages {
  private final Locksmith locksmith;

  public LockImages(Locksmith locksmith) {
    this.locksmith = locksmith;
  }

  /**
   * Locks beside what they were.
   *
   * @param plan whether nothing was written
   */
  public record Locking(boolean plan, List<Locked> locks) implements Answer {
    public Locking {
      locks = List.copyOf(locks);
    }

    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * One lock.
   *
   * @param locked an image by its recipe's name, or the workshop
   * @param changed whether it is new, or other packages are wanted or offered than before
   */
  public record Locked(
      String locked,
      String lockFile,
      boolean changed,
      int packageCount,
      List<Repackaged> repackaged) {
    public Locked {
      repackaged = List.copyOf(repackaged);
    }
  }

  /**
   * A package in another version than before.
   *
   * @param was empty if it is new
   * @param is empty if it is gone
   * @param security whether the new version comes from the archive of security fixes
   */
  public record Repackaged(
      String packageName, Optional<String> was, Optional<String> is, boolean security) {
    static Repackaged of(LockChange change) {
      return new Repackaged(
          change.name(),
          change.from().map(LockedPackage::version).map(Object::toString),
          change.to().map(LockedPackage::version).map(Object::toString),
          change.security());
    }
  }

  /**
   * Asks the archives for each, and writes the locks that have changed.
   *
   * @param plan whether to write nothing
   * @param each told of every lock as soon as it is known
   */
  public Locking lock(List<Locksmith.Wanted> all, boolean plan, Consumer<Locked> each)
      throws LockException {
    List<Locked> locks = new ArrayList<>();
    for (Locksmith.Wanted wanted : all) {
      Locksmith.Comparison comparison = locksmith.compare(wanted);
      if (!plan && !comparison.unchanged()) {
        Locksmith.write(comparison.now(), wanted.file());
      }
      Locked locked =
          new Locked(
              wanted.image(),
              wanted.file().toString(),
              !comparison.unchanged(),
              comparison.now().packages().size(),
              comparison.changes().stream().map(Repackaged::of).toList());
      each.accept(locked);
      locks.add(locked);
    }
    return new Locking(plan, locks);
  }
}
