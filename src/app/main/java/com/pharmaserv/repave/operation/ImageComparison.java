package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.advisory.LockAdvisories;
import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.DiskChanges;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.LockImages.Feed;
import com.pharmaserv.repave.operation.LockImages.Fix;
import com.pharmaserv.repave.operation.LockImages.Repackaged;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is different between two images.
 *
 * @param changes by what the lock pins
 * @param disks what their papers say; empty where one has none
 * @param withoutPapers why, and where papers would come from
 */
public record ImageComparison(
    ImageId before,
    ImageId after,
    SortedMap<String, Change> changes,
    Optional<DiskComparison> disks,
    List<String> withoutPapers)
    implements Answer {
  public ImageComparison {
    withoutPapers = List.copyOf(withoutPapers);
  }

  @Override
  public Outcome outcome() {
    return Outcome.DONE;
  }

  /** What one line of a lock was and is; empty where the lock does not have it. */
  public record Change(Optional<String> was, Optional<String> is) {}

  /**
   * What is different between two disks.
   *
   * @param compared names exactly what was compared: SHA-256 over the papers of both
   * @param fixes advisories that the later disk fixes, the most pressing first
   * @param reopened advisories that the earlier disk fixes and the later one does not
   * @param gaps where that may not be all, and why
   * @param privileges programs that give rights to whoever starts them
   * @param units of systemd that start with the machine or never can
   */
  public record DiskComparison(
      String compared,
      List<Repackaged> repackaged,
      List<Fix> fixes,
      List<Fix> reopened,
      List<String> gaps,
      List<Feed> feeds,
      List<FileChange> files,
      List<Turned> privileges,
      List<Turned> units,
      List<String> portsOpened,
      List<String> portsClosed,
      BlockChange blocks) {
    public DiskComparison {
      repackaged = List.copyOf(repackaged);
      fixes = List.copyOf(fixes);
      reopened = List.copyOf(reopened);
      gaps = List.copyOf(gaps);
      feeds = List.copyOf(feeds);
      files = List.copyOf(files);
      privileges = List.copyOf(privileges);
      units = List.copyOf(units);
      portsOpened = List.copyOf(portsOpened);
      portsClosed = List.copyOf(portsClosed);
    }

    static DiskComparison of(DiskComparer.Disks disks) {
      DiskChanges changes = disks.changes();
      LockAdvisories advisories = disks.advisories();
      return new DiskComparison(
          changes.digest(),
          changes.packages().stream().map(Repackaged::of).toList(),
          advisories.sources().stream()
              .flatMap(source -> source.fixed().stream().map(fix -> Fix.of(source, fix)))
              .toList(),
          advisories.sources().stream()
              .flatMap(source -> source.back().stream().map(fix -> Fix.of(source, fix)))
              .toList(),
          advisories.sources().stream().flatMap(source -> source.gap().stream()).toList(),
          advisories.ages().stream().map(age -> new Feed(age.feed(), age.at())).toList(),
          changes.files().stream().map(FileChange::of).toList(),
          changes.privileges().stream().map(Turned::of).toList(),
          changes.units().stream().map(Turned::of).toList(),
          changes.opened(),
          changes.closed(),
          new BlockChange(
              changes.changedBlocks(),
              changes.emptiedBlocks(),
              changes.keptBlocks(),
              changes.uploadBytes()));
    }

    /** Whether the papers of both say the same. */
    public boolean same() {
      return repackaged.isEmpty()
          && files.isEmpty()
          && units.isEmpty()
          && portsOpened.isEmpty()
          && portsClosed.isEmpty()
          && blocks.uploadBytes() == 0;
    }
  }

  /**
   * A path that the trees have differently.
   *
   * @param how {@code added}, {@code removed} or {@code changed}
   * @param aspects what is different about it; of a path that only one has, what it is
   */
  public record FileChange(String path, String how, List<Turned> aspects) {
    public FileChange {
      aspects = List.copyOf(aspects);
    }

    static FileChange of(com.pharmaserv.repave.debian.paper.FileChange change) {
      return new FileChange(
          change.path(),
          change.how().name().toLowerCase(Locale.ROOT),
          change.aspects().stream()
              .map(aspect -> new Turned(aspect.what(), aspect.was(), aspect.is()))
              .toList());
    }
  }

  /** Something that was one thing and is another. */
  public record Turned(String what, Optional<String> was, Optional<String> is) {
    static Turned of(DiskChanges.Turned turned) {
      return new Turned(turned.name(), some(turned.was()), some(turned.is()));
    }

    private static Optional<String> some(String text) {
      return Optional.of(text).filter(t -> !t.isEmpty());
    }
  }

  /**
   * What the later disk needs in a child of the earlier one's snapshot.
   *
   * @param changedBlocks with another content
   * @param emptiedBlocks that hold nothing any more
   * @param keptBlocks with content that is as it was
   * @param uploadBytes of the first two
   */
  public record BlockChange(
      int changedBlocks, int emptiedBlocks, int keptBlocks, long uploadBytes) {}
}
