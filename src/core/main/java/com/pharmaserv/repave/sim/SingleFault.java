package com.pharmaserv.repave.sim;

/**
 * Exactly one fault, at a numbered call or a numbered journal write. Running a scenario once with a
 * number that is never reached counts the places; running it for each place and each fault
 * enumerates them all.
 */
public final class SingleFault implements Faults {
  private final long place;
  private final Call call;
  private final Write write;
  private long calls;
  private long writes;

  private SingleFault(long place, Call call, Write write) {
    this.place = place;
    this.call = call;
    this.write = write;
  }

  public static SingleFault atCall(long place, Call fault) {
    return new SingleFault(place, fault, Write.NONE);
  }

  public static SingleFault atWrite(long place, Write fault) {
    return new SingleFault(place, Call.NONE, fault);
  }

  @Override
  public Call call(String name, boolean read) {
    return ++calls == place ? call : Call.NONE;
  }

  @Override
  public Write write() {
    return ++writes == place ? write : Write.NONE;
  }

  /** Calls seen so far. */
  public long calls() {
    return calls;
  }

  /** Journal writes seen so far. */
  public long writes() {
    return writes;
  }
}
