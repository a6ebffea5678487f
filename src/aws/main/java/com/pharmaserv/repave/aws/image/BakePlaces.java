package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Comparator;
import java.util.List;

/** Where images of an environment are made: what the infrastructure handed over for that. */
final class BakePlaces {
  private BakePlaces() {}

  /**
   * All fleets of an environment name the same place, so one of them must be handed over; of those
   * that run the image, if there are any.
   */
  static HandOver.Bake of(Site site, String image) throws ProviderException, BakeException {
    List<Fleet> fleets =
        site.environment().fleets().stream()
            .sorted(Comparator.comparing(fleet -> !fleet.image().equals(image)))
            .toList();
    if (fleets.isEmpty()) {
      throw new BakeException(
          ("environment '%s' has no fleet, so no infrastructure was handed over to"
                  + " bake in; add one")
              .formatted(site.environment().name()));
    }
    return site.handOvers().of(fleets.get(0)).bake();
  }
}
