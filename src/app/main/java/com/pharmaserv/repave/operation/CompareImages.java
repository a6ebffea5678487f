package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.operation.ImageComparison.Change;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares images: their locks, and what is kept of them on this machine. */
public final class CompareImages {
  /** What the lock of an image of Debian packages has a line of for each. */
  private static final String PACKAGE = "package ";

  private final Images images;
  private final DiskComparer disks;

  public CompareImages(Images images, DiskComparer disks) {
    this.images = images;
    this.disks = disks;
  }

  /** Compares the images that two words fit. */
  public ImageComparison compare(String from, String to) throws RepaveException {
    List<Image> all = images.list();
    return between(ImageChoice.named(all, from), ImageChoice.named(all, to));
  }

  /** Compares two images. */
  public ImageComparison between(Image before, Image after) throws LockException {
    SortedMap<String, Change> changes = changes(before, after);
    if (!hasPapers(before) || !hasPapers(after)) {
      return new ImageComparison(before.id(), after.id(), changes, Optional.empty(), List.of());
    }
    DiskComparer.Compared compared = disks.compare(before.id(), after.id());
    return compared instanceof DiskComparer.Disks both
        ? new ImageComparison(
            before.id(), after.id(), changes, Optional.of(DiskComparison.of(both)), List.of())
        : new ImageComparison(
            before.id(),
            after.id(),
            changes,
            Optional.empty(),
            ((DiskComparer.NoPapers) compared).why());
  }

  /** Whether it is of a kind that has papers. */
  static boolean hasPapers(Image image) {
    return image.lock().keySet().stream().anyMatch(key -> key.startsWith(PACKAGE));
  }

  private static SortedMap<String, Change> changes(Image before, Image after) {
    TreeSet<String> keys = new TreeSet<>(before.lock().keySet());
    keys.addAll(after.lock().keySet());
    SortedMap<String, Change> changes = new TreeMap<>();
    for (String key : keys) {
      Optional<String> was = Optional.ofNullable(before.lock().get(key));
      Optional<String> is = Optional.ofNullable(after.lock().get(key));
      if (!was.equals(is)) {
        changes.put(key, new Change(was, is));
      }
    }
    return changes;
  }
}
