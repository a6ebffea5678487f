package com.pharmaserv.repave.aws.image;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.client.Clients;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an environment's images are.
 *
 * @param home where they are baked and its fleets run
 * @param copies where they are copied to
 */
record Regions(Amis home, List<Amis> copies) {
  Regions {
    copies = List.copyOf(copies);
  }

  static Regions of(Site site) {
    Clients clients = site.clients().in(site.place().region());
    return new Regions(
        new Amis(clients),
        site.place().copies().stream().map(region -> new Amis(site.clients().in(region))).toList());
  }

  List<Amis> all() {
    List<Amis> all = new ArrayList<>(copies);
    all.add(0, home);
    return all;
  }
}
