package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Removes what bakes leave behind: builders, images that were never finished, snapshots. */
final class Leftovers {
  /** How long an image waits for a bake that makes its copies; by then its packages are old. */
  private static final Duration COPIES_MAX = Duration.ofDays(7);

  private final Builders builders;
  private final Regions regions;
  private final Patience patience;
  private final Says says;

  Leftovers(Builders builders, Regions regions, Patience patience, Says says) {
    this.builders = builders;
    this.regions = regions;
    this.patience = patience;
    this.says = says;
  }

  /** Removes everything of one image that is not finished; what lacks only its copies stays. */
  void remove(ImageId image) throws ProviderException, BakeException {
    endBuilders(image);
    for (Amis amis : regions.all()) {
      for (Ami ami : amis.of(image)) {
        if (ami.lacksOnlyCopies()) {
          says.line(
              "image %s in %s is good and stays: the next bake only copies it"
                  .formatted(ami.id(), amis.region()));
        } else if (!ami.finished()) {
          remove(amis, ami);
        }
      }
    }
  }

  /** Terminates the builders of one image. */
  void endBuilders(ImageId image) throws ProviderException, BakeException {
    for (Builders.Builder builder : builders.of(image)) {
      end(builder);
    }
  }

  /**
   * Removes whatever is older than any bake that may still be under way.
   *
   * @param age of the youngest thing that is removed
   */
  void removeOlderThan(Duration age) throws ProviderException, BakeException {
    Instant latest = patience.now().minus(age);
    for (Builders.Builder builder : builders.all()) {
      if (builder.launchedAt().isBefore(latest)) {
        end(builder);
      }
    }
    for (Amis amis : regions.all()) {
      for (Ami ami : amis.all("self", Amis.tagged(ImageTags.MANAGED_BY, ImageTags.BAKE))) {
        // EC2 writes the date in UTC as ISO 8601, which sorts as text.
        Instant bound = ami.lacksOnlyCopies() ? patience.now().minus(COPIES_MAX) : latest;
        if (!ami.finished() && ami.created().compareTo(bound.toString()) < 0) {
          remove(amis, ami);
        }
      }
      removeSnapshots(amis, latest);
    }
  }

  private void removeSnapshots(Amis amis, Instant latest) throws ProviderException, BakeException {
    Set<String> used = new HashSet<>();
    for (Ami ami : amis.all("self", Amis.tagged(ImageTags.MANAGED_BY, ImageTags.BAKE))) {
      used.add(ami.id());
      used.addAll(ami.snapshots());
    }
    for (Snapshot snapshot : amis.snapshots()) {
      SortedMap<String, String> tags = ImageTags.read(snapshot.tags());
      if (snapshot.startTime().isBefore(latest)
          && !used.contains(snapshot.snapshotId())
          && !used.contains(tags.getOrDefault(ImageTags.AMI, ""))) {
        says.line("removing snapshot " + snapshot.snapshotId() + " of an image that is gone");
        patience.insist(
            () -> {
              amis.deleteSnapshot(snapshot.snapshotId());
              return true;
            });
      }
    }
  }

  private void end(Builders.Builder builder) throws ProviderException, BakeException {
    if (builder.ended()) {
      return;
    }
    says.line("terminating builder " + builder.id());
    patience.insist(
        () -> {
          builders.terminate(builder.id());
          return true;
        });
  }

  /** Removes an image with its snapshots. */
  void remove(Amis amis, Ami ami) throws ProviderException, BakeException {
    says.line("removing half-made image " + ami.id() + " in " + amis.region());
    patience.insist(
        () -> {
          if (!ami.snapshots().isEmpty()) {
            // If this ends before the snapshots are removed, their tags let the next one find them.
            amis.tag(
                ami.snapshots(),
                Map.of(ImageTags.MANAGED_BY, ImageTags.BAKE, ImageTags.AMI, ami.id()));
          }
          amis.deregister(ami.id());
          for (String snapshot : ami.snapshots()) {
            amis.deleteSnapshot(snapshot);
          }
          return true;
        });
  }
}
