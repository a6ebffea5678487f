package com.pharmaserv.repave.sim;

import java.util.SplittableRandom;

/** Faults at random until they are told to stop. */
public final class RandomFaults implements Faults {
  private static final Call[] READ = {
    Call.THROTTLED,
    Call.LOST_REQUEST,
    Call.STALE,
    Call.STALE,
    Call.STALE,
    Call.STALL,
    Call.CRASH_BEFORE
  };
  private static final Call[] EFFECT = {
    Call.THROTTLED,
    Call.LOST_REQUEST,
    Call.LOST_ANSWER,
    Call.LOST_ANSWER,
    Call.STALL,
    Call.CRASH_BEFORE,
    Call.CRASH_AFTER
  };
  private static final Write[] WRITE = {Write.CRASH_BEFORE, Write.CRASH_TORN, Write.CRASH_AFTER};

  private final SplittableRandom random;
  private final double callRate;
  private final double writeRate;
  private boolean stopped;

  /**
   * Faults from a seed.
   *
   * @param callRate share of calls that go wrong, 0 to 1
   * @param writeRate share of journal writes in which the engine dies, 0 to 1
   */
  public RandomFaults(long seed, double callRate, double writeRate) {
    this.random = new SplittableRandom(seed);
    this.callRate = callRate;
    this.writeRate = writeRate;
  }

  /** From now on nothing goes wrong. */
  public void stop() {
    stopped = true;
  }

  @Override
  public Call call(String name, boolean read) {
    if (stopped || random.nextDouble() >= callRate) {
      return Call.NONE;
    }
    Call[] choice = read ? READ : EFFECT;
    return choice[random.nextInt(choice.length)];
  }

  @Override
  public Write write() {
    if (stopped || random.nextDouble() >= writeRate) {
      return Write.NONE;
    }
    return WRITE[random.nextInt(WRITE.length)];
  }
}
