package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Stock;
import com.pharmaserv.repave.port.Time;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Withdraws images in all regions of the environment: disabled, an image starts no machine and is
 * not listed, and can be enabled again (EC2 user guide, "Disable an AMI").
 */
public final class AwsStock implements Stock {
  private final Regions regions;
  private final AwsImages images;
  private final Time time;

  public AwsStock(Site site, AwsImages images) {
    this.regions = Regions.of(site);
    this.images = images;
    this.time = site.time();
  }

  @Override
  public List<Withdrawn> withdrawn() throws ProviderException {
    List<Withdrawn> all = new ArrayList<>();
    for (Ami ami : regions.home().withdrawn()) {
      try {
        all.add(
            new Withdrawn(
                images.image(ami),
                ami.tag(ImageTags.WITHDRAWN_BY),
                Instant.parse(ami.tag(ImageTags.WITHDRAWN_AT))));
      } catch (DateTimeException e) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "tag %s of image %s in %s was changed: %s; enable the image in EC2"
                .formatted(
                    ImageTags.WITHDRAWN_AT, ami.id(), regions.home().region(), e.getMessage()),
            e);
      }
    }
    all.sort(
        Comparator.comparing(Withdrawn::at).thenComparing(one -> one.withdrawnImage().id().full()));
    return all;
  }

  /** At home first: without it no fleet uses the copies. */
  @Override
  public void withdraw(ImageId image, String by) throws ProviderException {
    Map<String, String> tags =
        new TreeMap<>(
            Map.of(
                ImageTags.WITHDRAWN_BY,
                by,
                ImageTags.WITHDRAWN_AT,
                time.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    boolean found = false;
    for (Amis amis : regions.all()) {
      for (Ami ami : amis.finished(image)) {
        found = true;
        if (!ami.tags().containsKey(ImageTags.WITHDRAWN_AT)) {
          amis.tag(List.of(ami.id()), tags);
        }
        if (ami.available()) {
          amis.disable(ami.id());
        }
      }
    }
    if (!found) {
      throw new ProviderException(
          Failure.Kind.GONE,
          "image %s cannot be withdrawn: it is not in %s"
              .formatted(image, regions.home().region()));
    }
  }

  /** At home last: a fleet may use it as soon as it is back there. */
  @Override
  public void restore(ImageId image) throws ProviderException {
    for (Amis amis : homeLast()) {
      for (Ami ami : amis.finished(image)) {
        if (ami.disabled()) {
          amis.enable(ami.id());
        }
        if (ami.tags().containsKey(ImageTags.WITHDRAWN_AT)) {
          amis.untag(ami.id(), List.of(ImageTags.WITHDRAWN_AT, ImageTags.WITHDRAWN_BY));
        }
      }
    }
  }

  /**
   * At home last: as long as it is there, a removal that was cut off is found and ended. And at
   * home it says whether it is withdrawn, since a withdrawal that was cut off began there.
   */
  @Override
  public void remove(ImageId image) throws ProviderException {
    for (Ami ami : regions.home().finished(image)) {
      if (!ami.disabled() || !ami.tags().containsKey(ImageTags.WITHDRAWN_AT)) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            "image %s cannot be removed: %s in %s is not withdrawn"
                .formatted(image, ami.id(), regions.home().region()));
      }
    }
    for (Amis amis : homeLast()) {
      for (Ami ami : amis.finished(image)) {
        if (ami.guarded()) {
          amis.unprotect(ami.id());
        }
        amis.deregister(ami.id());
      }
    }
  }

  /**
   * Machines and launch templates of the account, in any region of the environment, and accounts
   * that the image is shared with.
   */
  @Override
  public Map<ImageId, List<String>> references(Collection<ImageId> of) throws ProviderException {
    Map<ImageId, List<String>> all = new HashMap<>();
    Map<String, ImageId> byDigest = new HashMap<>();
    of.forEach(image -> byDigest.put(image.digest(), image));
    for (Amis amis : regions.all()) {
      Map<String, ImageId> ids = new LinkedHashMap<>();
      for (Ami ami : amis.withDigests(byDigest.keySet())) {
        ImageId image = byDigest.get(ami.tag(ImageTags.DIGEST));
        if (image != null && ami.holds(image)) {
          ids.put(ami.id(), image);
        }
      }
      amis.references(ids.keySet())
          .forEach((id, by) -> all.computeIfAbsent(ids.get(id), i -> new ArrayList<>()).addAll(by));
    }
    return all;
  }

  private List<Amis> homeLast() {
    List<Amis> all = new ArrayList<>(regions.copies());
    all.add(regions.home());
    return all;
  }
}
