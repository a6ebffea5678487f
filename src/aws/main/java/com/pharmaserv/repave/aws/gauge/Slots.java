package com.pharmaserv.repave.aws.gauge;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/** Finds the slot of a generation: the target group that its group was attached to from birth. */
final class Slots {
  private final Clients clients;
  private final ConcurrentMap<GenerationId, Slot> known = new ConcurrentHashMap<>();

  Slots(Clients clients) {
    this.clients = clients;
  }

  /** Empty if there is no such generation; one that is found is remembered, as it never moves. */
  Optional<Slot> of(GenerationId generation, Route route) throws ProviderException {
    Slot found = known.get(generation);
    if (found != null) {
      return Optional.of(found);
    }
    List<AutoScalingGroup> groups =
        Errors.read(
            "read the group '" + generation.qualifiedName() + "'",
            () ->
                clients
                    .autoScaling()
                    .describeAutoScalingGroups(
                        r -> r.autoScalingGroupNames(generation.qualifiedName()))
                    .autoScalingGroups());
    for (AutoScalingGroup group : groups) {
      for (Slot slot : Slot.values()) {
        if (group.targetGroupARNs().contains(route.targetGroup(slot))) {
          known.put(generation, slot);
          return Optional.of(slot);
        }
      }
    }
    return Optional.empty();
  }
}
