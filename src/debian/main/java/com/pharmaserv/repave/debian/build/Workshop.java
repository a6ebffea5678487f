package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tree of tools in which every step of a bake runs: Debian packages, locked as those of an
 * image are, so that a bake does not depend on what this machine has installed.
 */
public final class Workshop {
  /** The name that its lock carries. */
  public static final String NAME = "workshop";

  /** Where it stands, beside the folders of the recipes. */
  public static final String LOCK = "workshop.lock";

  public static final Base.Debian BASE =
      new Base.Debian("trixie", Base.Debian.MIRROR, Base.Debian.SECURITY);

  /** What the steps call, in the order of their calls. */
  public static final List<String> PACKAGES =
      List.of(
          "mount",
          "mmdebstrap",
          "apt",
          "xz-utils",
          "e2fsprogs",
          "libarchive13t64",
          "binutils",
          "systemd-boot-efi",
          "dosfstools",
          "mtools",
          "fdisk");

  private final Path folder;
  private final PackageStore store;
  private final Host host;

  public Workshop(Path folder, PackageStore store, Host host) {
    this.folder = folder;
    this.store = store;
    this.host = host;
  }

  /** The tree, packed; made if it is not there yet. */
  Path ready(Lock lock, Says says) throws LockException, BakeException, IOException {
    Path tree = folder.resolve(LockText.digest(lock) + ".tar");
    if (Files.exists(tree)) {
      return tree;
    }
    host.require("make the workshop", Host.Need.MMDEBSTRAP, Host.Need.APT);
    store.fetch(Repository.wanted(lock, List.of()), says);
    says.line("making the workshop of %s packages, once".formatted(lock.packages().size()));
    Files.createDirectories(folder);
    Path repository = folder.resolve("repository");
    Path draft = folder.resolve("draft.tar");
    Apart.remove(host, repository);
    Scripts.write(folder);
    Repository.make(repository, lock, List.of(), store.folder().toString());
    String names =
        lock.packages().stream().map(LockedPackage::name).collect(Collectors.joining(","));
    Apart.Ended ended =
        Apart.run(
            host,
            folder,
            "making the workshop",
            Room.marked(lock.at()),
            List.of(
                "bash",
                folder.resolve("workshop").toString(),
                names,
                repository.toString(),
                draft.toString()),
            line -> says.line("  " + line));
    if (!ended.good()) {
      throw new BakeException("mmdebstrap could not make the workshop: " + ended.text());
    }
    Files.move(draft, tree, StandardCopyOption.ATOMIC_MOVE);
    Apart.remove(host, repository);
    return tree;
  }
}
