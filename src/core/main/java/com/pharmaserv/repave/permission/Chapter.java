package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.Locale;

/**
 * What one managed policy is about. IAM takes 6,144 characters in each and ten of them on a role;
 * what grows with the number of fleets is spread, so that about fifteen fleets fit.
 */
public enum Chapter {
  BASICS,
  GROUPS,
  TRAFFIC,
  MACHINES,
  IMAGES,
  QUARANTINE;

  List<Grant> grants() {
    return switch (this) {
      case BASICS -> BasicGrants.all();
      case GROUPS -> GroupGrants.all();
      case TRAFFIC -> TrafficGrants.all();
      case MACHINES -> MachineGrants.all();
      case IMAGES -> ImageGrants.all();
      case QUARANTINE -> QuarantineGrants.all();
    };
  }

  /** As it is part of policies' names. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
