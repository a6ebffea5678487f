package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.operation.ImageComparison.FileChange;
import com.pharmaserv.repave.operation.LockImages.Repackaged;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How much is different between two images, in short.
 *
 * @param before the image that is compared with
 * @param lockLines lines of the lock that differ
 * @param counts of what their papers say; empty where one has no papers
 * @param withoutPapers why, and where papers would come from
 */
public record Difference(
    ImageId before, int lockLines, Optional<Counts> counts, List<String> withoutPapers) {
  private static final int DIGEST_SHOWN = 12;

  public Difference {
    withoutPapers = List.copyOf(withoutPapers);
  }

  /**
   * How much of each kind.
   *
   * @param compared names exactly what was compared: SHA-256 over the papers of both
   */
  public record Counts(
      String compared,
      int packagesChanged,
      int packagesSecurity,
      int advisoriesFixed,
      int advisoriesReopened,
      int filesChanged,
      int filesAdded,
      int filesRemoved,
      int privilegesChanged,
      int unitsChanged,
      int openedPorts,
      int closedPorts,
      int uploadBlocks,
      long uploadBytes) {
    /** Of a whole comparison. */
    public static Counts of(DiskComparison disks) {
      return new Counts(
          disks.compared(),
          disks.repackaged().size(),
          (int) disks.repackaged().stream().filter(Repackaged::security).count(),
          disks.fixes().size(),
          disks.reopened().size(),
          files(disks.files(), "changed"),
          files(disks.files(), "added"),
          files(disks.files(), "removed"),
          disks.privileges().size(),
          disks.units().size(),
          disks.portsOpened().size(),
          disks.portsClosed().size(),
          disks.blocks().changedBlocks() + disks.blocks().emptiedBlocks(),
          disks.blocks().uploadBytes());
    }

    private static int files(List<FileChange> files, String how) {
      return (int) files.stream().filter(file -> file.how().equals(how)).count();
    }

    /** A line for each of which there is some. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      add(
          lines,
          packagesChanged,
          packagesSecurity == 0
              ? "package"
              : "package, %s from the security archive".formatted(packagesSecurity));
      add(lines, advisoriesFixed, "advisory fixed");
      add(lines, advisoriesReopened, "advisory no longer fixed");
      add(lines, filesChanged, "file changed");
      add(lines, filesAdded, "file added");
      add(lines, filesRemoved, "file removed");
      add(lines, privilegesChanged, "program with other rights");
      add(lines, unitsChanged, "unit turned on or off");
      add(lines, openedPorts, "port opened");
      add(lines, closedPorts, "port closed");
      add(lines, uploadBlocks, "block of the disk, %s MiB".formatted(mib()));
      return lines;
    }

    /** In whole MiB, of which a part counts as one. */
    public long mib() {
      return (uploadBytes + (1 << 20) - 1) >> 20;
    }

    private static void add(List<String> lines, int count, String one) {
      if (count > 0) {
        lines.add(count + " " + (count == 1 ? one : many(one)));
      }
    }

    /** The first word for more than one. */
    private static String many(String one) {
      int end = (one + " ").replace(',', ' ').indexOf(' ');
      String word = one.substring(0, end);
      String many = word.endsWith("y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
      return many + one.substring(end);
    }
  }

  /** In one line, with what names the comparison; fit for a journal. */
  public String line() {
    if (counts.isEmpty()) {
      return "against %s: %s of the lock"
          .formatted(before, lockLines == 1 ? "1 line" : lockLines + " lines");
    }
    List<String> lines = counts.get().lines();
    return "against %s: %s; compared %s"
        .formatted(
            before,
            lines.isEmpty() ? "no difference" : String.join(", ", lines),
            counts.get().compared().substring(0, DIGEST_SHOWN));
  }

  /**
   * What a candidate differs in from the image that is active; empty if that one is the same, is
   * not known any more, or if nothing is known of both that differs.
   */
  static Optional<Difference> between(
      Images images, DiskComparer disks, Optional<ImageId> active, ImageId candidate)
      throws RepaveException {
    if (active.isEmpty() || active.get().equals(candidate)) {
      return Optional.empty();
    }
    Optional<Image> before = images.find(active.get());
    Optional<Image> after = images.find(candidate);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    ImageComparison whole = new CompareImages(images, disks).between(before.get(), after.get());
    if (whole.changes().isEmpty() && whole.disks().isEmpty() && whole.withoutPapers().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(
            whole.before(),
            whole.changes().size(),
            whole.disks().map(Counts::of),
            whole.withoutPapers()));
  }
}
