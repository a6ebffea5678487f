package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.advisory.AdvisoryException;
import com.pharmaserv.repave.debian.advisory.DebDocs;
import com.pharmaserv.repave.debian.advisory.Histories;
import com.pharmaserv.repave.debian.advisory.PackageHistory;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** Histories that packages carry, from the store; a package that is not there is fetched. */
final class StoredHistories implements Histories {
  private final PackageStore store;
  private final List<Lock> locks;
  private final Says says;

  StoredHistories(PackageStore store, List<Lock> locks, Says says) {
    this.store = store;
    this.locks = locks;
    this.says = says;
  }

  @Override
  public PackageHistory of(LockedPackage locked) throws AdvisoryException {
    try {
      Lock lock =
          locks.stream().filter(one -> one.packages().contains(locked)).findFirst().orElseThrow();
      store.fetch(List.of(PackageStore.Wanted.of(lock, locked)), says);
      try (InputStream in = Files.newInputStream(store.path(locked.sha256()))) {
        return DebDocs.read(in, locked.name());
      }
    } catch (LockException | IOException e) {
      throw new AdvisoryException(String.valueOf(e.getMessage()));
    }
  }
}
