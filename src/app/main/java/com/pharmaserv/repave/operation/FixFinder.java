package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.debian.advisory.Advisory;
import com.pharmaserv.repave.debian.advisory.Severity;
import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Urgency;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.Fix;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the fixes that one image has and another lacks, as far as their papers tell: none for
 * images without.
 */
final class FixFinder {
  private final DiskComparer disks;
  private final Map<String, List<Fix>> known = new HashMap<>();

  FixFinder(DiskComparer disks) {
    this.disks = disks;
  }

  synchronized List<Fix> between(Images images, ImageId from, ImageId to) throws RepaveException {
    if (from.equals(to)) {
      return List.of();
    }
    String pair = from.full() + " " + to.full();
    List<Fix> fixes = known.get(pair);
    if (fixes == null) {
      Optional<Instant> baked = images.find(to).map(Image::bakedAt);
      fixes =
          baked.isPresent() && disks.compare(from, to) instanceof DiskComparer.Disks compared
              ? compared.advisories().fixed().stream()
                  .map(advisory -> fix(advisory, baked.get()))
                  .toList()
              : List.of();
      known.put(pair, fixes);
    }
    return fixes;
  }

  /** Where nobody says when a fix could be had, it was when it was baked in. */
  private static Fix fix(Advisory advisory, Instant baked) {
    return new Fix(advisory.id(), urgency(advisory), advisory.published().orElse(baked));
  }

  private static Urgency urgency(Advisory advisory) {
    if (advisory.exploitedSince().isPresent()) {
      return Urgency.EXPLOITED;
    }
    return advisory.severity() == Severity.CRITICAL
        ? Urgency.CRITICAL
        : advisory.severity() == Severity.HIGH ? Urgency.HIGH : Urgency.OTHER;
  }
}
