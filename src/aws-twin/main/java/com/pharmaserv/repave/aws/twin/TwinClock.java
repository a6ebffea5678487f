package com.pharmaserv.repave.aws.twin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Virtual time: it moves only when it is told to, and runs what is due on the way, in order. */
public final class TwinClock {
  /** A Monday morning. */
  public static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private final ReentrantLock lock;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
  private Instant now = START;
  private long scheduled;

  TwinClock(ReentrantLock lock) {
    this.lock = lock;
  }

  private record Event(Instant at, long number, Runnable effect) {}

  public Instant now() {
    lock.lock();
    try {
      return now;
    } finally {
      lock.unlock();
    }
  }

  public void advance(Duration span) {
    lock.lock();
    try {
      advanceTo(now.plus(span));
    } finally {
      lock.unlock();
    }
  }

  /** Moves on to that instant, never back. Events may schedule others, and may call AWS. */
  public void advanceTo(Instant instant) {
    lock.lock();
    try {
      for (Event next = events.peek();
          next != null && !next.at().isAfter(instant);
          next = events.peek()) {
        events.poll();
        now = next.at().isAfter(now) ? next.at() : now;
        next.effect().run();
      }
      now = instant.isAfter(now) ? instant : now;
    } finally {
      lock.unlock();
    }
  }

  /** Runs the effect once that much time has passed. */
  public void after(Duration span, Runnable effect) {
    lock.lock();
    try {
      at(now.plus(span), effect);
    } finally {
      lock.unlock();
    }
  }

  /** Runs the effect at that instant, or as soon as time moves if it has passed already. */
  public void at(Instant instant, Runnable effect) {
    lock.lock();
    try {
      events.add(new Event(instant, scheduled++, effect));
    } finally {
      lock.unlock();
    }
  }

  /** The same time as a clock of the JDK. */
  public Clock asClock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now();
      }
    };
  }
}
