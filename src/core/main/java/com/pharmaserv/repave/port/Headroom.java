package com.pharmaserv.repave.port;

import com.pharmaserv.repave.model.Fleet;
import java.util.List;

/**
 * Whether a second generation can be afforded in addition to the active one: limits, room and
 * money.
 */
public interface Headroom {
  /**
   * What so many more machines need, against what there is. Changes nothing.
   *
   * @param machines that the candidate will have
   */
  List<Line> check(Fleet fleet, int machines) throws ProviderException;

  /**
   * Asks each of the fleet's zones for its share of so many machines for a moment, and gives them
   * back: the only way to learn whether a zone has them.
   */
  List<Line> probe(Fleet fleet, int machines) throws ProviderException;

  /**
   * One finding.
   *
   * @param what for example {@code vCPU quota}
   * @param detail the numbers, for example {@code needs 12, 20 of 32 are free}
   * @param enough whether the rollout may begin as far as this is concerned
   */
  record Line(String what, String detail, boolean enough) {
    /** As people read it. */
    public String text() {
      return "%s: %s%s".formatted(what, detail, enough ? "" : " (too little)");
    }
  }
}
