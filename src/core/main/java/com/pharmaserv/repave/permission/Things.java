package com.pharmaserv.repave.permission;

import java.util.List;
import java.util.TreeSet;

/**
 * The infrastructure's own things that the tool may use, by ARN where nothing else is said. A
 * pattern may stand for a name that is not known. What an empty list is about is not allowed.
 *
 * @param rules of Application Load Balancers, which carry weights or lead to the slot under test
 * @param listeners of Network Load Balancers, which do the same
 * @param targetGroups of all slots
 * @param tables by name: journals, leases and signals
 * @param tableKeys what the tables are encrypted with
 * @param subnets by id: where machines of fleets and builders go
 * @param keys what disks and images are encrypted with, in all regions
 * @param signers keys that sign what images are made of
 * @param machineRoles that machines may be given
 * @param builderProfiles instance profiles that builders of images are started with
 * @param fleetProfiles instance profiles that machines of fleets are started with
 * @param quarantines security groups without rules, by id, that cut machines off
 * @param linkedRoles of AWS's own services that the tool may bring about by using the service
 */
public record Things(
    List<String> rules,
    List<String> listeners,
    List<String> targetGroups,
    List<String> tables,
    List<String> tableKeys,
    List<String> subnets,
    List<String> keys,
    List<String> signers,
    List<String> machineRoles,
    List<String> builderProfiles,
    List<String> fleetProfiles,
    List<String> quarantines,
    List<String> linkedRoles) {
  public Things {
    rules = sorted(rules);
    listeners = sorted(listeners);
    targetGroups = sorted(targetGroups);
    tables = sorted(tables);
    tableKeys = sorted(tableKeys);
    subnets = sorted(subnets);
    keys = sorted(keys);
    signers = sorted(signers);
    machineRoles = sorted(machineRoles);
    builderProfiles = sorted(builderProfiles);
    fleetProfiles = sorted(fleetProfiles);
    quarantines = sorted(quarantines);
    linkedRoles = sorted(linkedRoles);
  }

  /** So that the same things give the same policy. */
  private static List<String> sorted(List<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
