package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.debian.advisory.AdvisoryException;
import com.pharmaserv.repave.debian.advisory.FeedFiles;
import com.pharmaserv.repave.debian.advisory.Histories;
import com.pharmaserv.repave.debian.advisory.Knowledge;
import com.pharmaserv.repave.debian.advisory.LockAdvisories;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.paper.DiskChanges;
import com.pharmaserv.repave.debian.paper.ImagePapers;
import com.pharmaserv.repave.debian.paper.PaperException;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.ImageId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares two images by their papers. Asks nobody else: no archive, no provider. */
public final class DiskComparer {
  private final PackageStore store;
  private final PaperShelf shelf;
  private final Optional<Path> feeds;

  /**
   * Prepares.
   *
   * @param home where packages are kept, whose changelogs tell what they fix
   * @param feeds folder with what is published about vulnerabilities, if there is one
   */
  public DiskComparer(Path home, PaperShelf shelf, Optional<Path> feeds) {
    this.store = new PackageStore(home.resolve("packages"));
    this.shelf = shelf;
    this.feeds = feeds;
  }

  /** What two images are compared by. */
  public sealed interface Compared permits Disks, NoPapers {}

  /** Both have papers. */
  public record Disks(DiskChanges changes, LockAdvisories advisories) implements Compared {}

  /**
   * At least one has none that can be used.
   *
   * @param why a sentence for each, with where they would come from
   */
  public record NoPapers(List<String> why) implements Compared {
    public NoPapers {
      why = List.copyOf(why);
    }
  }

  /**
   * Compares what is kept of both.
   *
   * @throws LockException if feeds cannot be read
   */
  public Compared compare(ImageId from, ImageId to) throws LockException {
    List<String> missing = new ArrayList<>();
    Optional<ImagePapers> before = papers(from, missing);
    Optional<ImagePapers> after = papers(to, missing);
    if (before.isEmpty() || after.isEmpty()) {
      return new NoPapers(missing);
    }
    Lock was = before.get().lock();
    Lock is = after.get().lock();
    return new Disks(
        DiskChanges.between(before.get(), after.get()),
        LockAdvisories.between(was, is, kept(List.of(was, is)), knowledge(was, is)));
  }

  private Optional<ImagePapers> papers(ImageId image, List<String> missing) {
    try {
      Optional<ImagePapers> papers = shelf.find(image);
      if (papers.isEmpty()) {
        missing.add(
            "the papers of %s are not on this machine; take the folder '%s' from the one that baked it, or bake it here: repave bake %s"
                .formatted(image, shelf.folder(image), image.name()));
      }
      return papers;
    } catch (PaperException e) {
      missing.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Histories kept(List<Lock> locks) {
    Histories stored = new StoredHistories(store, locks, line -> {});
    return locked -> {
      if (!store.has(locked.sha256())) {
        throw new AdvisoryException(
            "package '%s' %s is not kept on this machine any more, so its changelog cannot be read"
                .formatted(locked.name(), locked.version()));
      }
      return stored.of(locked);
    };
  }

  private Knowledge knowledge(Lock was, Lock is) throws LockException {
    try {
      return feeds.isPresent()
          ? FeedFiles.in(feeds.get()).read(List.of(was, is))
          : Knowledge.none();
    } catch (AdvisoryException e) {
      throw new LockException(String.valueOf(e.getMessage()));
    }
  }
}
