package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Leases in files next to the journals, for tools on one machine.
 *
 * <p>The file stays after a release, with the lease over: it carries the epoch, which must never
 * fall.
 */
public final class FileLeases implements Leases {
  /** Bytes of a lease; a holder's name is short. */
  private static final int BYTES_MAX = 16 * 1024;

  private final Path root;
  private final Time time;
  private final Predicate<String> dead;
  private final FleetLock lock = new FleetLock();
  private final ObjectMapper json = JournalJson.mapper();

  /**
   * Leases under a folder.
   *
   * @param dead whether a holder is known to be gone, so that its lease need not run out first
   */
  public FileLeases(Path root, Time time, Predicate<String> dead) {
    this.root = root;
    this.time = time;
    this.dead = dead;
  }

  @Override
  public Lease acquire(FleetId fleet, String holder) throws LeaseHeldException, IOException {
    return this.<Lease, LeaseHeldException>locked(
        fleet,
        () -> {
          Optional<Lease> latest = read(fleet);
          Instant now = time.now();
          if (latest.isPresent() && inForce(latest.get())) {
            throw new LeaseHeldException(
                latest.get().fromTheFuture(now, TERM)
                    ? write(latest.get().until(now.plus(TERM)))
                    : latest.get());
          }
          long epoch = latest.map(Lease::epoch).orElse(0L) + 1;
          return write(new Lease(fleet, holder, epoch, now, now.plus(TERM)));
        });
  }

  @Override
  public Lease renew(Lease lease) throws LeaseHeldException, IOException {
    return this.<Lease, LeaseHeldException>locked(
        lease.fleet(),
        () -> {
          Lease latest = read(lease.fleet()).orElse(lease);
          if (latest.epoch() != lease.epoch()) {
            throw new LeaseHeldException(latest);
          }
          return write(lease.until(time.now().plus(TERM)));
        });
  }

  @Override
  public void release(Lease lease) throws IOException {
    this.<Boolean, IOException>locked(
        lease.fleet(),
        () -> {
          boolean mine = read(lease.fleet()).filter(l -> l.epoch() == lease.epoch()).isPresent();
          if (mine) {
            write(lease.givenBack());
          }
          return mine;
        });
  }

  @Override
  public Optional<Lease> current(FleetId fleet) throws IOException {
    return read(fleet).filter(this::inForce);
  }

  @Override
  public Map<FleetId, Tally> tallies(Collection<FleetId> fleets) throws IOException {
    Map<FleetId, Tally> tallies = new HashMap<>();
    for (FleetId fleet : fleets) {
      tallies.put(fleet, read(fleet).map(l -> new Tally(l.epoch(), inForce(l))).orElse(Tally.NONE));
    }
    return tallies;
  }

  private boolean inForce(Lease lease) {
    return time.now().isBefore(lease.until()) && !dead.test(lease.holder());
  }

  private <T, X extends Exception> T locked(FleetId fleet, FleetLock.Work<T, X> work)
      throws IOException, X {
    return lock.locked(folder(fleet), fleet.name(), work);
  }

  private Path folder(FleetId fleet) {
    return root.resolve(fleet.environment().name());
  }

  private Path file(FleetId fleet) {
    return folder(fleet).resolve(fleet.name() + ".lease");
  }

  private Optional<Lease> read(FleetId fleet) throws IOException {
    Path file = file(fleet);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Lease lease = SmallFile.json(SmallFile.read(file, BYTES_MAX), Lease.class, file);
    if (!lease.fleet().equals(fleet)) {
      throw new IOException("'%s' is the lease of fleet %s".formatted(file, lease.fleet()));
    }
    return Optional.of(lease);
  }

  private Lease write(Lease lease) throws IOException {
    PrivateFiles.replace(file(lease.fleet()), json.writeValueAsString(lease) + "\n");
    return lease;
  }
}
