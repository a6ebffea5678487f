package com.pharmaserv.repave.aws.store;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Leases in the table: one item per fleet, changed by conditional writes only. The item stays after
 * a release, with the lease over: it carries the epoch, which must never fall.
 *
 * <p>Whether a lease is over is judged by the clock of whoever asks. Two machines whose clocks
 * differ by more than the term could both believe to hold it; the fence then refuses the earlier.
 */
public final class DynamoLeases implements Leases {
  private static final String EPOCH = "epoch";
  private static final String HOLDER = "holder";
  private static final String SINCE = "since";
  private static final String UNTIL = "until";

  private final Tables tables;
  private final Time time;

  public DynamoLeases(Tables tables, Time time) {
    this.tables = tables;
    this.time = time;
  }

  @Override
  public Lease acquire(FleetId fleet, String holder) throws LeaseHeldException, IOException {
    Instant now = time.now();
    Write write =
        named(
                Write.update(
                    key(fleet),
                    "SET #epoch = if_not_exists(#epoch, :zero) + :one, #holder = :holder,"
                        + " #since = :now, #until = :until",
                    "attribute_not_exists(#until) OR #until <= :now"))
            .name("#since", SINCE)
            .value(":zero", 0)
            .value(":one", 1)
            .value(":holder", holder)
            .value(":now", Instants.text(now))
            .value(":until", Instants.text(now.plus(TERM)));
    Predicate<Item> mine =
        item ->
            item.text(HOLDER).equals(holder)
                && Instants.instant(item.text(SINCE)).equals(now)
                && Instants.instant(item.text(UNTIL)).equals(now.plus(TERM));
    try {
      return granted(fleet, Tables.io(() -> tables.of(fleet).write(write, mine)));
    } catch (LeaseHeldException held) {
      throw new LeaseHeldException(
          held.lease().fromTheFuture(now, TERM) ? cut(held.lease(), now.plus(TERM)) : held.lease());
    }
  }

  /** If it was renewed meanwhile, it stays as it is. */
  private Lease cut(Lease lease, Instant until) throws IOException {
    Write write =
        named(
                Write.update(
                    key(lease.fleet()),
                    "SET #until = :until",
                    "#epoch = :epoch AND #holder = :holder AND #until = :seen"))
            .value(":epoch", lease.epoch())
            .value(":holder", lease.holder())
            .value(":seen", Instants.text(lease.until()))
            .value(":until", Instants.text(until));
    Predicate<Item> mine =
        item -> same(item, lease) && Instants.instant(item.text(UNTIL)).equals(until);
    return Tables.io(() -> tables.of(lease.fleet()).write(write, mine)).done()
        ? lease.until(until)
        : lease;
  }

  @Override
  public Lease renew(Lease lease) throws LeaseHeldException, IOException {
    Instant until = time.now().plus(TERM);
    Write write =
        named(
                Write.update(
                    key(lease.fleet()),
                    "SET #until = :until",
                    // An earlier renewal that arrives late must not shorten a later one.
                    "#epoch = :epoch AND #holder = :holder AND #until <= :until"))
            .value(":epoch", lease.epoch())
            .value(":holder", lease.holder())
            .value(":until", Instants.text(until));
    Predicate<Item> mine =
        item -> same(item, lease) && !Instants.instant(item.text(UNTIL)).isBefore(until);
    Write.Outcome outcome = Tables.io(() -> tables.of(lease.fleet()).write(write, mine));
    boolean longer = outcome.item().filter(mine).isPresent();
    return granted(lease.fleet(), longer ? new Write.Outcome(true, outcome.item()) : outcome);
  }

  @Override
  public void release(Lease lease) throws IOException {
    Instant now = time.now();
    Write write =
        named(
                Write.update(
                    key(lease.fleet()),
                    "SET #until = :over",
                    "#epoch = :epoch AND #holder = :holder AND #until > :now"))
            .value(":epoch", lease.epoch())
            .value(":holder", lease.holder())
            .value(":now", Instants.text(now))
            .value(":over", Instants.text(lease.givenBack().until()));
    Predicate<Item> over = item -> !Instants.instant(item.text(UNTIL)).isAfter(now);
    // Refused means that it is over or another's already: then there is nothing to give back.
    Tables.io(() -> tables.of(lease.fleet()).write(write, over));
  }

  @Override
  public Optional<Lease> current(FleetId fleet) throws IOException {
    return Tables.io(() -> tables.of(fleet).get(key(fleet)))
        .map(item -> lease(fleet, item))
        .filter(lease -> time.now().isBefore(lease.until()));
  }

  @Override
  public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException {
    Map<FleetId, Tally> tallies = new HashMap<>();
    if (fleets.isEmpty()) {
      return tallies;
    }
    // All fleets of an environment are in one table.
    FleetId any = fleets.iterator().next();
    List<Item.Key> keys = fleets.stream().map(DynamoLeases::key).toList();
    Map<Item.Key, Item> items = Tables.io(() -> tables.of(any).all(keys));
    Instant now = time.now();
    for (FleetId fleet : fleets) {
      Optional<Lease> lease = Optional.ofNullable(items.get(key(fleet))).map(i -> lease(fleet, i));
      tallies.put(
          fleet, lease.map(l -> new Tally(l.epoch(), now.isBefore(l.until()))).orElse(Tally.NONE));
    }
    return tallies;
  }

  private static Write named(Write write) {
    return write.name("#epoch", EPOCH).name("#holder", HOLDER).name("#until", UNTIL);
  }

  private static boolean same(Item item, Lease lease) {
    return item.number(EPOCH) == lease.epoch() && item.text(HOLDER).equals(lease.holder());
  }

  /** The lease, or whose it is. No item at all is left only if somebody deleted it by hand. */
  private static Lease granted(FleetId fleet, Write.Outcome outcome)
      throws LeaseHeldException, IOException {
    Lease there =
        outcome
            .item()
            .map(item -> lease(fleet, item))
            .orElseThrow(
                () -> new IOException("the lease of fleet " + fleet + " vanished; try again"));
    if (!outcome.done()) {
      throw new LeaseHeldException(there);
    }
    return there;
  }

  private static Item.Key key(FleetId fleet) {
    return new Item.Key("lease#" + fleet, "lease");
  }

  private static Lease lease(FleetId fleet, Item item) {
    return new Lease(
        fleet,
        item.text(HOLDER),
        item.number(EPOCH),
        Instants.instant(item.text(SINCE)),
        Instants.instant(item.text(UNTIL)));
  }
}
