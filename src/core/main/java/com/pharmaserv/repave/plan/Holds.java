package com.pharmaserv.repave.plan;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Hold;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Decided;
import com.pharmaserv.repave.model.JournalEntry.Held;
import com.pharmaserv.repave.model.JournalEntry.OnFleet;
import com.pharmaserv.repave.model.JournalEntry.Released;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Signal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Images that a fleet's own history keeps from being rolled to it again by itself. They are not
 * blocked: other fleets may have them, and so may this one once a person names it or releases the
 * fleet.
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

  /** Why images wait for a person's word, by image; those that do not are absent. */
  public static Map<ImageId, Reason> of(List<JournalRecord> records) {
    Map<ImageId, Reason> held = new HashMap<>();
    for (JournalRecord record : records) {
      if (record.entry() instanceof Decided decided) {
        RolloutState state = decided.state();
        // The latest word on an image counts.
        state.end().ifPresent(end -> held.compute(state.to().image(), (i, was) -> why(state, end)));
      } else if (record.entry() instanceof Released) {
        held.clear();
      }
    }
    return held;
  }

  /** What a journal keeps of a person's word about the fleet; empty if it is about a rollout. */
  public static Optional<OnFleet> word(Signal signal) {
    return switch (signal.kind()) {
      case HOLD -> Optional.of(new Held(Hold.parse(signal)));
      case LET_GO -> Optional.of(new Released(signal.by(), signal.text(), signal.at()));
      default -> Optional.empty();
    };
  }

  private static @Nullable Reason why(RolloutState state, End end) {
    boolean holds = end.kind() != End.Kind.SUCCEEDED && HOLDING.contains(end.reason().code());
    return holds
        ? Reason.of(ReasonCode.IMAGE_HELD, state.to().image(), state.id()).and(end.reason())
        : null;
  }
}
