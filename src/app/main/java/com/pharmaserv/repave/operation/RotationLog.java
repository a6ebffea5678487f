package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalEntry.RotationOpened;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.RepaveException;
import com.pharmaserv.repave.rotation.Rotation;
import com.pharmaserv.repave.rotation.RotationState;
import java.util.List;
import java.util.Optional;

/**
 * The journal of an environment's rotations, which everybody who rotates it shares: what each set
 * out to do, and how it ended.
 */
final class RotationLog {
  private final Provider provider;
  private final EnvironmentId environment;
  private final String by;
  private final String reason;

  /** Where the journal ended when this process last read or wrote it. */
  private Optional<Head> end = Optional.empty();

  /**
   * A log.
   *
   * @param by who writes in it, a person or a job
   * @param reason why, of rotations that are opened
   */
  RotationLog(Provider provider, EnvironmentId environment, String by, String reason) {
    this.provider = provider;
    this.environment = environment;
    this.by = by;
    this.reason = reason;
  }

  /** Reads it whole. Tells the rotation that was opened last, unless it has ended. */
  Optional<RotationState> open() throws RepaveException {
    List<JournalRecord> records = journal().records();
    Optional<JournalRecord> last =
        records.isEmpty() ? Optional.empty() : Optional.of(records.get(records.size() - 1));
    end = last.map(JournalRecord::asHead);
    return last.flatMap(this::state);
  }

  private Optional<RotationState> state(JournalRecord record) {
    return record.entry() instanceof RotationOpened opened
        ? Optional.of(RotationState.of(environment, record.at(), opened))
        : Optional.empty();
  }

  /** Whether anybody has written since this process last read or wrote it. */
  boolean changed() throws RepaveException {
    return !journal().head().equals(end);
  }

  /** Opens a rotation. What it answers began when the record was written. */
  RotationState open(RotationState wanted, Lease lease) throws RepaveException {
    journal().append(wanted.opening(by, reason), lease.epoch());
    return open().orElseThrow();
  }

  /** Ends the rotation that is open. */
  void end(Rotation last, Lease lease) throws RepaveException {
    end = Optional.of(journal().append(last.ending(by), lease.epoch()));
  }

  private Journal journal() throws RepaveException {
    return provider.journals().of(FleetId.ofRotation(environment));
  }
}
