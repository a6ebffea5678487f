package com.pharmaserv.repave.sim;

import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Stamp;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import java.time.Duration;
import java.util.function.Supplier;

/** The network between an engine and the simulated cloud: latency, faults, and the fence. */
final class Calls {
  private static final int LATENCY_MS_MIN = 20;

  private final World world;
  private final Faults faults;
  private final SimLeases leases;
  private final MemoryStore journal;

  /** An effect on the world, or the cloud's refusal. */
  interface Effect {
    void run() throws ProviderException;
  }

  Calls(World world, Faults faults, SimLeases leases, MemoryStore journal) {
    this.world = world;
    this.faults = faults;
    this.leases = leases;
    this.journal = journal;
  }

  <T> T read(String name, Supplier<T> answer) throws ProviderException {
    return read(name, answer, answer);
  }

  <T> T read(String name, Supplier<T> answer, Supplier<T> stale) throws ProviderException {
    world.called(name);
    Faults.Call fault = faults.call(name, true);
    latency(fault);
    authenticate(name);
    switch (fault) {
      case THROTTLED -> throw throttled(name);
      case LOST_REQUEST, LOST_ANSWER -> throw unknown(name);
      case CRASH_BEFORE -> throw new SimulatedCrash("before " + name);
      case STALE -> {
        return stale.get();
      }
      default -> {
        T value = answer.get();
        if (fault == Faults.Call.CRASH_AFTER) {
          throw new SimulatedCrash("after " + name);
        }
        return value;
      }
    }
  }

  void effect(String name, Stamp stamp, String sentence, Effect effect) throws ProviderException {
    world.called(name);
    world.invariants().writer(stamp, leases.latest(stamp.rollout().fleet()));
    Faults.Call fault = faults.call(name, false);
    latency(fault);
    authenticate(name);
    switch (fault) {
      case THROTTLED -> throw throttled(name);
      case LOST_REQUEST -> throw unknown(name);
      case CRASH_BEFORE -> throw new SimulatedCrash("before " + name);
      default -> carryOut(stamp, sentence, effect);
    }
    if (fault == Faults.Call.LOST_ANSWER) {
      throw unknown(name);
    }
    if (fault == Faults.Call.CRASH_AFTER) {
      throw new SimulatedCrash("after " + name);
    }
  }

  private void carryOut(Stamp stamp, String sentence, Effect effect) throws ProviderException {
    if (stamp.epoch() < world.epoch()) {
      throw new ProviderException(
          Failure.Kind.CONFLICT,
          "epoch " + stamp.epoch() + " is over, epoch " + world.epoch() + " has begun");
    }
    world.epoch(stamp.epoch());
    world.acted(stamp.intent());
    world.remember();
    world.invariants().evidence(stamp, journal, sentence);
    effect.run();
  }

  private void latency(Faults.Call fault) {
    int most = (int) world.latency().toMillis() - LATENCY_MS_MIN;
    world.advance(Duration.ofMillis(LATENCY_MS_MIN + world.random().nextInt(most)));
    Duration stall = fault == Faults.Call.STALL ? Leases.TERM.plusSeconds(5) : Duration.ZERO;
    stall = stall.plus(world.resumed());
    world.invariants().stalled(stall);
    world.advance(stall);
  }

  private void authenticate(String name) throws ProviderException {
    if (world.hasExpired()) {
      throw new ProviderException(Failure.Kind.CREDENTIALS, name + ": the token has expired");
    }
  }

  private static ProviderException throttled(String name) {
    return new ProviderException(Failure.Kind.THROTTLED, name + ": rate exceeded");
  }

  private static ProviderException unknown(String name) {
    return new ProviderException(Failure.Kind.UNKNOWN_OUTCOME, name + ": no answer");
  }
}
