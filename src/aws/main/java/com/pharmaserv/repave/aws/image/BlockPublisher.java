package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.store.Locks;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes finished disks: puts their blocks into a snapshot of each of the environment's regions,
 * under that region's own key and all at once, and registers images of them. There is no builder
 * machine and no copy between regions.
 *
 * <p>The image of the home region is registered last. Until then no fleet can use the disk; from
 * then on it is everywhere. Whoever publishes the same disk again goes on where it ended.
 */
public final class BlockPublisher {
  /** A whole publication: 64 GiB over a line of 50 Mbit/s, and more than any image needs. */
  private static final Duration PUBLISH_MAX = Duration.ofHours(4);

  private static final Duration TIDY_MAX = Duration.ofMinutes(10);

  private final Site site;
  private final Locks locks;
  private final AwsImages images;
  private final Regions regions;

  public BlockPublisher(Site site, Locks locks) {
    this.site = site;
    this.locks = locks;
    this.images = new AwsImages(site, locks);
    this.regions = Regions.of(site);
  }

  /**
   * Publishes the disk, or completes what an earlier call began. On failure nothing stays behind
   * that is not a finished image.
   */
  public Image publish(Disk disk, Says says) throws ProviderException, BakeException {
    Says ordered = oneAtATime(says);
    List<RegionPublication> all = publications(disk, ordered, PUBLISH_MAX);
    requireFile(disk);
    try {
      return images.image(published(disk, all));
    } catch (ProviderException | BakeException e) {
      tidy(disk, ordered);
      throw e;
    }
  }

  /** Home first. */
  private List<RegionPublication> publications(Disk disk, Says says, Duration bound)
      throws BakeException {
    Patience patience = new Patience(site.time(), says, bound);
    List<RegionPublication> all = new ArrayList<>();
    for (Amis amis : regions.all()) {
      all.add(
          new RegionPublication(
              disk,
              site.clients().in(amis.region()),
              amis,
              Publication.key(disk.place(), amis.region()),
              patience,
              says));
    }
    return all;
  }

  private Ami published(Disk disk, List<RegionPublication> all)
      throws ProviderException, BakeException {
    RegionPublication home = all.get(0);
    List<RegionPublication> copies = all.subList(1, all.size());
    InRegions.each(all, RegionPublication::look);
    boolean fresh = all.stream().allMatch(each -> each.existing().isEmpty());
    Instant bakedAt = bakedAt(all);
    String lock = LockText.write(disk.lock());
    String lockDigest = LockText.sha256(lock);
    images.know(lockDigest, disk.lock());
    if (home.existing().isEmpty()) {
      new Patience(site.time(), line -> {}, TIDY_MAX)
          .insist(
              () -> {
                locks.keep(LockText.key(disk.id(), lockDigest), lock);
                return true;
              });
    }
    InRegions.each(all, RegionPublication::upload);
    InRegions.each(copies, copy -> copy.register(lockDigest, bakedAt));
    home.register(lockDigest, bakedAt);
    InRegions.each(all, each -> each.settle(bakedAt));
    Ami finished = home.available();
    if (!fresh || all.stream().anyMatch(RegionPublication::mayHaveLeft)) {
      InRegions.each(all, RegionPublication::removeLeftovers);
    }
    return finished;
  }

  /** The instant that an image somewhere carries already, or now. */
  private Instant bakedAt(List<RegionPublication> all) {
    return all.stream()
        .flatMap(each -> each.existing().stream())
        .filter(Ami::finished)
        .map(ami -> Instant.parse(ami.tag(ImageTags.BAKED_AT)))
        .findFirst()
        .orElseGet(() -> site.time().now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static void requireFile(Disk disk) throws BakeException {
    try {
      long size = Files.size(disk.raw());
      if (size != disk.manifest().size()) {
        throw new BakeException(
            "disk %s has %s bytes, its manifest says %s; bake again"
                .formatted(disk.raw(), size, disk.manifest().size()));
      }
    } catch (IOException e) {
      throw new BakeException("disk " + disk.raw() + " cannot be read: " + e.getMessage());
    }
  }

  /**
   * After a failure: an image that is registered at home is good and everywhere, and stays. Without
   * it nothing stays; what cannot be removed now, the next publication removes.
   */
  private void tidy(Disk disk, Says says) {
    boolean interrupted = Thread.interrupted();
    try {
      List<RegionPublication> all = publications(disk, says, TIDY_MAX);
      boolean good = all.get(0).present();
      for (RegionPublication each : all) {
        if (good) {
          each.removeLeftovers();
        } else {
          each.removeAll();
        }
      }
    } catch (ProviderException | BakeException e) {
      says.line("could not remove everything: " + e.getMessage() + "; publishing again does");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Says oneAtATime(Says says) {
    Object turn = new Object();
    return line -> {
      synchronized (turn) {
        says.line(line);
      }
    };
  }
}
