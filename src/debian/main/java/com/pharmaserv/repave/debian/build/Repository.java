package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.model.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Exactly the locked packages as an archive of their own, for mmdebstrap. */
final class Repository {
  private Repository() {}

  /**
   * Makes the folder: a link for each package.
   *
   * @param store where the links lead to, as the step will see it
   */
  static void make(Path folder, Lock lock, List<Recipe.Artefact> artefacts, String store)
      throws IOException {
    Files.createDirectories(folder);
    for (LockedPackage locked : lock.packages()) {
      Files.createSymbolicLink(
          folder.resolve(locked.name() + ".deb"), Path.of(store, locked.sha256()));
    }
    for (Recipe.Artefact artefact : artefacts) {
      if (artefact.to().isEmpty()) {
        Files.createSymbolicLink(
            folder.resolve("artefact-" + artefact.sha256() + ".deb"),
            Path.of(store, artefact.sha256()));
      }
    }
  }

  /** All that must be in the store. */
  static List<PackageStore.Wanted> wanted(Lock lock, List<Recipe.Artefact> artefacts) {
    List<PackageStore.Wanted> all = new ArrayList<>();
    lock.packages().forEach(locked -> all.add(PackageStore.Wanted.of(lock, locked)));
    for (Recipe.Artefact artefact : artefacts) {
      all.add(new PackageStore.Wanted("the artefact", artefact.url(), 0, artefact.sha256()));
    }
    return all;
  }
}
