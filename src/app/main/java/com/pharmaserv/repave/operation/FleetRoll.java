package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.port.Headroom;
import java.util.List;
import java.util.Optional;

/** What came of rolling one fleet, or what would. */
public sealed interface FleetRoll
    permits Standing,
        FleetRoll.Idle,
        FleetRoll.Refused,
        FleetRoll.Held,
        FleetRoll.NoRoom,
        FleetRoll.Unvouched,
        FleetRoll.Planned,
        FleetRoll.PlannedAfter,
        FleetRoll.PlannedBake {
  FleetId fleet();

  Outcome outcome();

  /** The fleet is as it was asked for already. */
  record Idle(FleetId fleet, Reason why) implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /** A rollout may not begin now. */
  record Refused(FleetId fleet, Reason why) implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }
  }

  /**
   * The image waits for a person's word: for being named, or for its release where the environment
   * asks for one. Or the fleet does, which a person holds.
   */
  record Held(FleetId fleet, Reason why) implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.WAITING;
    }
  }

  /** A second generation does not fit in addition to the active one. */
  record NoRoom(FleetId fleet, List<Headroom.Line> headroom) implements FleetRoll {
    public NoRoom {
      headroom = List.copyOf(headroom);
    }

    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }
  }

  /**
   * Fewer builders made the image than the environment asks for.
   *
   * @param builders how many it asks for
   * @param trouble what is missing, and what to do about it
   */
  record Unvouched(FleetId fleet, ImageId image, int builders, String trouble)
      implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.FAILED;
    }
  }

  /** One thing that a rollout would do. */
  record Step(Phase phase, Reason why) {}

  /**
   * A rollout could begin now.
   *
   * @param steps what it would do, in order, if all goes well
   * @param difference from the active generation's image to this one; empty if there is none
   *     active, or it is the same
   * @param fits whether a second generation fits beside the active one
   */
  record Planned(
      FleetId fleet,
      ImageId image,
      String imageVersion,
      Optional<Difference> difference,
      List<Step> steps,
      List<Headroom.Line> headroom,
      boolean fits)
      implements FleetRoll {
    public Planned {
      steps = List.copyOf(steps);
      headroom = List.copyOf(headroom);
    }

    @Override
    public Outcome outcome() {
      return fits ? Outcome.DONE : Outcome.FAILED;
    }
  }

  /**
   * An open rollout would be brought to its end first. How it ends is not known, nor therefore what
   * the next one begins with.
   */
  record PlannedAfter(FleetId fleet, ImageId image, Standing first) implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }

  /**
   * The image would be baked, and the fleet rolled to it.
   *
   * @param unreleased whether it would not be rolled before somebody releases it
   */
  record PlannedBake(FleetId fleet, ImageId image, String imageVersion, boolean unreleased)
      implements FleetRoll {
    @Override
    public Outcome outcome() {
      return Outcome.DONE;
    }
  }
}
