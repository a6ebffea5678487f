package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Images that a fleet's own history keeps from being rolled to it again by itself. They are not
 * blocked: other fleets may have them, and so may this one once a person names it.
 */
public final class Holds {
  /** A person did not want it, or its machines were lost under traffic. */
  private static final Set<ReasonCode> HOLDING =
      EnumSet.of(
          ReasonCode.ROLLED_BACK,
          ReasonCode.ABORTED,
          ReasonCode.REJECTED,
          ReasonCode.MACHINES_LACKING);

  private Holds() {}

  /** Why the image waits for a person's word; empty if it does not. */
  public static Optional<Reason> on(ImageId image, List<JournalRecord> records) {
    Optional<RolloutState> latest =
        records.stream()
            .filter(record -> record.entry() instanceof Decided)
            .map(record -> ((Decided) record.entry()).state())
            .filter(state -> state.ended() && state.to().image().equals(image))
            .reduce((earlier, later) -> later);
    return latest.flatMap(state -> state.end().flatMap(end -> held(image, state, end)));
  }

  private static Optional<Reason> held(ImageId image, RolloutState state, End end) {
    boolean holds = end.kind() != End.Kind.SUCCEEDED && HOLDING.contains(end.reason().code());
    return holds
        ? Optional.of(Reason.of(ReasonCode.IMAGE_HELD, image, state.id()).and(end.reason()))
        : Optional.empty();
  }
}
