package com.pharmaserv.repave.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a rollout stands, with only what this place needs to be remembered. What cannot be does not
 * compile: nobody approves while traffic moves, and only what goes back has a cause to do so.
 *
 * <pre>
 * {@link Forward}  preparing - launching - warming up - verifying - verified -
 *          (shifting - soaking)* - promoting - retaining - draining - retiring
 * {@link Back}     (shifting back - draining back) - retiring back
 * {@link Halted}   somewhere on one of these ways, until a person says how it goes on
 * {@link Ended}    for good
 * </pre>
 */
public sealed interface Stage {
  /** Position inside a rollout, in the field's words. */
  Phase phase();

  Course course();

  Span span();

  /** A stage in which the rollout moves by itself. */
  sealed interface Underway extends Stage {
    /** The same stage, started over: what it waits for has not held yet. */
    Underway again(Span span);
  }

  /** Towards the candidate. */
  sealed interface Forward extends Underway {
    @Override
    default Course course() {
      return Course.FORWARD;
    }
  }

  /** Away from the candidate. */
  sealed interface Back extends Underway {
    Retreat retreat();

    Back with(Retreat retreat);

    /** The same stage, with what made it halt added to its cause. */
    default Back because(Reason halted) {
      Retreat before = retreat();
      return with(new Retreat(before.way(), before.cause().and(halted), before.blames()));
    }

    @Override
    default Course course() {
      return retreat().way() == Retreat.Way.ABORT ? Course.ABORT : Course.ROLL_BACK;
    }
  }

  /** A stage that a person may pause: traffic may still have to move to the candidate. */
  sealed interface Pausable extends Forward {
    Pace pace();

    Pausable with(Pace pace);

    @Override
    default Span span() {
      return pace().span();
    }
  }

  /** Before any production traffic. */
  sealed interface BeforeTraffic extends Pausable {
    /** Whether a person has approved already. */
    boolean approved();

    BeforeTraffic approve();
  }

  /** A stage that counts since when the candidate has been all healthy without a break. */
  sealed interface Watched extends Pausable {
    Optional<Instant> stableSince();

    Watched stable(Optional<Instant> since);
  }

  /** While production traffic moves to the candidate. */
  sealed interface Moving extends Watched {
    /** Index into the policy's steps of the latest or current shift. */
    int step();

    /** Since when the candidate has had too few machines for its share of traffic. */
    Optional<Instant> lackingSince();

    Moving lacking(Optional<Instant> since);
  }

  /** The candidate has become the active generation. */
  sealed interface Promoted extends Forward {}

  /** A generation finishes its work: the previous one, or going back the candidate. */
  sealed interface Drains extends Underway {
    /** Since when nothing has been open on it. */
    Optional<Instant> quietSince();

    Drains quiet(Optional<Instant> since);
  }

  /** A generation is emptied and deleted. */
  sealed interface Retires extends Underway {
    /** Whether it is gone for certain, whatever a stale view may still show. */
    boolean deleted();

    Retires gone();
  }

  /** The active generation is pinned. */
  record Preparing(Pace pace, boolean approved) implements BeforeTraffic {
    @Override
    public Phase phase() {
      return Phase.PREPARE;
    }

    @Override
    public Preparing again(Span anew) {
      return new Preparing(Pace.of(anew), approved);
    }

    @Override
    public Preparing with(Pace next) {
      return new Preparing(next, approved);
    }

    @Override
    public Preparing approve() {
      return new Preparing(pace, true);
    }
  }

  /** The candidate's machines start. */
  record Launching(Pace pace, boolean approved) implements BeforeTraffic {
    @Override
    public Phase phase() {
      return Phase.LAUNCH;
    }

    @Override
    public Launching again(Span anew) {
      return new Launching(Pace.of(anew), approved);
    }

    @Override
    public Launching with(Pace next) {
      return new Launching(next, approved);
    }

    @Override
    public Launching approve() {
      return new Launching(pace, true);
    }
  }

  /** They become healthy. */
  record WarmingUp(Pace pace, boolean approved, Optional<Instant> stableSince)
      implements BeforeTraffic, Watched {
    @Override
    public Phase phase() {
      return Phase.WARM_UP;
    }

    @Override
    public WarmingUp again(Span anew) {
      return new WarmingUp(Pace.of(anew), approved, Optional.empty());
    }

    @Override
    public WarmingUp with(Pace next) {
      return new WarmingUp(next, approved, stableSince);
    }

    @Override
    public WarmingUp approve() {
      return new WarmingUp(pace, true, stableSince);
    }

    @Override
    public WarmingUp stable(Optional<Instant> since) {
      return new WarmingUp(pace, approved, since);
    }
  }

  /**
   * The test route leads to them.
   *
   * @param passingSince since when every answer through it has been good
   */
  record Verifying(
      Pace pace, boolean approved, Optional<Instant> stableSince, Optional<Instant> passingSince)
      implements BeforeTraffic, Watched {
    @Override
    public Phase phase() {
      return Phase.VERIFY;
    }

    @Override
    public Verifying again(Span anew) {
      return new Verifying(Pace.of(anew), approved, Optional.empty(), Optional.empty());
    }

    @Override
    public Verifying with(Pace next) {
      return new Verifying(next, approved, stableSince, passingSince);
    }

    @Override
    public Verifying approve() {
      return new Verifying(pace, true, stableSince, passingSince);
    }

    @Override
    public Verifying stable(Optional<Instant> since) {
      return new Verifying(pace, approved, since, passingSince);
    }

    public Verifying passing(Optional<Instant> since) {
      return new Verifying(pace, approved, stableSince, since);
    }
  }

  /** The candidate has passed; a person may have to approve. */
  record Verified(Pace pace, boolean approved, Optional<Instant> stableSince)
      implements BeforeTraffic, Watched {
    @Override
    public Phase phase() {
      return Phase.VERIFY;
    }

    @Override
    public Verified again(Span anew) {
      return new Verified(Pace.of(anew), approved, Optional.empty());
    }

    @Override
    public Verified with(Pace next) {
      return new Verified(next, approved, stableSince);
    }

    @Override
    public Verified approve() {
      return new Verified(pace, true, stableSince);
    }

    @Override
    public Verified stable(Optional<Instant> since) {
      return new Verified(pace, approved, since);
    }
  }

  /** One step's share of traffic moves. */
  record Shifting(
      Pace pace, int step, Optional<Instant> stableSince, Optional<Instant> lackingSince)
      implements Moving {
    @Override
    public Phase phase() {
      return Phase.SHIFT;
    }

    @Override
    public Shifting again(Span anew) {
      return new Shifting(Pace.of(anew), step, Optional.empty(), Optional.empty());
    }

    @Override
    public Shifting with(Pace next) {
      return new Shifting(next, step, stableSince, lackingSince);
    }

    @Override
    public Shifting stable(Optional<Instant> since) {
      return new Shifting(pace, step, since, lackingSince);
    }

    @Override
    public Shifting lacking(Optional<Instant> since) {
      return new Shifting(pace, step, stableSince, since);
    }
  }

  /** The step is watched. */
  record Soaking(Pace pace, int step, Optional<Instant> stableSince, Optional<Instant> lackingSince)
      implements Moving {
    @Override
    public Phase phase() {
      return Phase.SOAK;
    }

    @Override
    public Soaking again(Span anew) {
      return new Soaking(Pace.of(anew), step, Optional.empty(), Optional.empty());
    }

    @Override
    public Soaking with(Pace next) {
      return new Soaking(next, step, stableSince, lackingSince);
    }

    @Override
    public Soaking stable(Optional<Instant> since) {
      return new Soaking(pace, step, since, lackingSince);
    }

    @Override
    public Soaking lacking(Optional<Instant> since) {
      return new Soaking(pace, step, stableSince, since);
    }
  }

  /** The active generation's settings are handed over. */
  record Promoting(Span span) implements Forward {
    @Override
    public Phase phase() {
      return Phase.PROMOTE;
    }

    @Override
    public Promoting again(Span anew) {
      return new Promoting(anew);
    }
  }

  /** The previous generation stays warm, for a rollback. */
  record Retaining(Span span) implements Promoted {
    @Override
    public Phase phase() {
      return Phase.RETAIN;
    }

    @Override
    public Retaining again(Span anew) {
      return new Retaining(anew);
    }

    /** The same stage, over at that time. */
    public Retaining until(Instant end) {
      return new Retaining(span.until(end));
    }
  }

  /** The previous generation finishes what is open on it. */
  record Draining(Span span, Optional<Instant> quietSince) implements Promoted, Drains {
    @Override
    public Phase phase() {
      return Phase.DRAIN;
    }

    @Override
    public Draining again(Span anew) {
      return new Draining(anew, Optional.empty());
    }

    @Override
    public Draining quiet(Optional<Instant> since) {
      return new Draining(span, since);
    }
  }

  /** The previous generation goes. */
  record Retiring(Span span, boolean deleted) implements Promoted, Retires {
    @Override
    public Phase phase() {
      return Phase.RETIRE;
    }

    @Override
    public Retiring again(Span anew) {
      return new Retiring(anew, deleted);
    }

    @Override
    public Retiring gone() {
      return new Retiring(span, true);
    }
  }

  /** All traffic moves back. */
  record ShiftingBack(Span span, Retreat retreat) implements Back {
    @Override
    public Phase phase() {
      return Phase.SHIFT;
    }

    @Override
    public ShiftingBack with(Retreat other) {
      return new ShiftingBack(span, other);
    }

    @Override
    public ShiftingBack again(Span anew) {
      return new ShiftingBack(anew, retreat);
    }
  }

  /** The candidate finishes what is open on it. */
  record DrainingBack(Span span, Retreat retreat, Optional<Instant> quietSince)
      implements Back, Drains {
    @Override
    public Phase phase() {
      return Phase.DRAIN;
    }

    @Override
    public DrainingBack with(Retreat other) {
      return new DrainingBack(span, other, quietSince);
    }

    @Override
    public DrainingBack again(Span anew) {
      return new DrainingBack(anew, retreat, Optional.empty());
    }

    @Override
    public DrainingBack quiet(Optional<Instant> since) {
      return new DrainingBack(span, retreat, since);
    }
  }

  /** The candidate goes, and what was changed on the active generation is put back. */
  record RetiringBack(Span span, Retreat retreat, boolean deleted) implements Back, Retires {
    @Override
    public Phase phase() {
      return Phase.RETIRE;
    }

    @Override
    public RetiringBack with(Retreat other) {
      return new RetiringBack(span, other, deleted);
    }

    @Override
    public RetiringBack again(Span anew) {
      return new RetiringBack(anew, retreat, deleted);
    }

    @Override
    public RetiringBack gone() {
      return new RetiringBack(span, retreat, true);
    }
  }

  /**
   * Neither way is safe: nothing is done until a person decides.
   *
   * @param at where it stopped, to go on from there
   */
  record Halted(Underway at, Reason cause) implements Stage {
    @Override
    public Phase phase() {
      return at.phase();
    }

    @Override
    public Course course() {
      return Course.HALT;
    }

    @Override
    public Span span() {
      return at.span();
    }
  }

  /**
   * Over: one generation is active and nothing is left to undo.
   *
   * @param last the stage it ended in
   * @param tornDown when and why a person has taken the whole fleet down since, so that nothing is
   *     active any more
   */
  record Ended(Underway last, End end, Optional<TornDown> tornDown) implements Stage {
    /** A rollout whose fleet stands. */
    public Ended(Underway last, End end) {
      this(last, end, Optional.empty());
    }

    @Override
    public Phase phase() {
      return last.phase();
    }

    @Override
    public Course course() {
      return last.course();
    }

    @Override
    public Span span() {
      return last.span();
    }
  }
}
