package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.port.ProviderException;
import java.util.Optional;

/** Fences in the table: one item per fleet, whose epoch never falls. */
public final class DynamoFence implements Fence {
  private static final String EPOCH = "epoch";

  private final Tables tables;

  public DynamoFence(Tables tables) {
    this.tables = tables;
  }

  @Override
  public void raise(FleetId fleet, long epoch) throws ProviderException {
    Write write =
        Write.update(
                key(fleet),
                "SET #epoch = :epoch",
                "attribute_not_exists(#epoch) OR #epoch <= :epoch")
            .name("#epoch", EPOCH)
            .value(":epoch", epoch);
    Write.Outcome outcome = tables.of(fleet).write(write, item -> item.number(EPOCH) == epoch);
    if (!outcome.done()) {
      throw overtaken(fleet, epoch, outcome.item().map(item -> item.number(EPOCH)).orElse(epoch));
    }
  }

  @Override
  public void require(FleetId fleet, long epoch) throws ProviderException {
    Optional<Long> highest = tables.of(fleet).get(key(fleet)).map(item -> item.number(EPOCH));
    if (highest.filter(h -> h > epoch).isPresent()) {
      throw overtaken(fleet, epoch, highest.get());
    }
    if (highest.filter(h -> h == epoch).isEmpty()) {
      raise(fleet, epoch);
    }
  }

  private static Item.Key key(FleetId fleet) {
    return new Item.Key("fence#" + fleet, "fence");
  }

  private static ProviderException overtaken(FleetId fleet, long epoch, long highest) {
    return new ProviderException(
        Failure.Kind.CONFLICT,
        ("fleet %s: epoch %s was overtaken by epoch %s; another tool holds the lease"
                + " now, nothing was done")
            .formatted(fleet, epoch, highest));
  }
}
