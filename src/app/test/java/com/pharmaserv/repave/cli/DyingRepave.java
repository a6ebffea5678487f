package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.model.Head;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.model.JournalEntry.Happened;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.port.Journal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tool, but for a bomb in it: it kills itself at one particular journal record, with a SIGKILL
 * as the system would send it. No handler runs, nothing is flushed, no lease is given back.
 */
public final class DyingRepave {
  private DyingRepave() {}

  /** Where to die. */
  enum Moment {
    /** Right after the n-th record of this run is on disk, before anything follows from it. */
    AFTER_RECORD,
    /** When the n-th effect of this run is done, and right before its outcome is recorded. */
    BEFORE_OUTCOME
  }

  /** Arguments: moment, n, then the command line. */
  public static void main(String[] args) {
    Moment moment = Moment.valueOf(args[0]);
    int number = Integer.parseInt(args[1]);
    AtomicInteger count = new AtomicInteger();
    String[] rest = Arrays.copyOfRange(args, 2, args.length);
    System.exit(
        Main.run(rest, ports -> with(ports, new Bomb(ports.journal(), moment, number, count))));
  }

  private static Ports with(Ports ports, Journal journal) {
    return new Ports(
        ports.fleets(),
        ports.traffic(),
        ports.gauges(),
        ports.images(),
        ports.checks(),
        journal,
        ports.leases(),
        ports.signals(),
        ports.time());
  }

  private record Bomb(Journal journal, Moment moment, int number, AtomicInteger count)
      implements Journal {
    @Override
    public List<JournalRecord> records() throws JournalException {
      return journal.records();
    }

    @Override
    public Head append(JournalEntry entry, long epoch) throws JournalException {
      boolean outcome = entry instanceof Happened;
      if (moment == Moment.BEFORE_OUTCOME && outcome && count.incrementAndGet() == number) {
        die();
      }
      Head record = journal.append(entry, epoch);
      if (moment == Moment.AFTER_RECORD && count.incrementAndGet() == number) {
        die();
      }
      return record;
    }

    private static void die() {
      try {
        String self = String.valueOf(ProcessHandle.current().pid());
        new ProcessBuilder("sh", "-c", "kill -KILL " + self).start();
        new CountDownLatch(1).await();
      } catch (IOException | InterruptedException impossible) {
        throw new IllegalStateException("could not die", impossible);
      }
    }
  }
}
