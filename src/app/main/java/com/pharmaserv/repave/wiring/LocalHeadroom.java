package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.port.Headroom;
import java.util.List;

/** The local cloud has neither limits nor prices: what the machine bears is what there is. */
final class LocalHeadroom implements Headroom {
  static final Headroom NONE = new LocalHeadroom();

  private LocalHeadroom() {}

  @Override
  public List<Line> check(Fleet fleet, int machines) {
    return List.of();
  }

  @Override
  public List<Line> probe(Fleet fleet, int machines) {
    return List.of();
  }
}
