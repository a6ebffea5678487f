package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.Locale;

/**
 * What one managed policy is about. IAM takes 6,144 characters in each and ten of them on a role;
 * what grows with the number of fleets is spread, so that about fifteen fleets fit.
 */
public enum Chapter {
  BASICS(BasicGrants.all()),
  GROUPS(GroupGrants.all()),
  TRAFFIC(TrafficGrants.all()),
  MACHINES(MachineGrants.all()),
  IMAGES(ImageGrants.all());

  private final List<Grant> grants;

  Chapter(List<Grant> grants) {
    this.grants = List.copyOf(grants);
  }

  List<Grant> grants() {
    return grants;
  }

  /** As it is part of policies' names. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
