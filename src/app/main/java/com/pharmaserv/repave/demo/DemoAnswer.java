package com.pharmaserv.repave.demo;

import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the demo went.
 *
 * @param good whether all was as it must be
 * @param failedByBrokenImage failed requests that the broken image answered
 * @param brokenImageShare all requests that the broken image answered
 * @param sentAgain requests that were sent once more after a connection had been closed
 * @param neverSent requests that a busy machine had no time for
 * @param report the file with the report
 * @param problems what was not as it must be
 */
public record DemoAnswer(
    boolean good,
    long requests,
    long failed,
    long failedByBrokenImage,
    long brokenImageShare,
    long sentAgain,
    long neverSent,
    Duration duration,
    String report,
    List<String> problems)
    implements Answer {
  public DemoAnswer {
    problems = List.copyOf(problems);
  }

  static DemoAnswer of(Tally tally, Duration took, Path report, List<String> problems) {
    return new DemoAnswer(
        problems.isEmpty(),
        tally.requests(),
        tally.failed(),
        tally.failedByBroken(),
        tally.brokenShare(),
        tally.retried(),
        tally.skipped(),
        took,
        report.toString(),
        problems);
  }

  @Override
  public Outcome outcome() {
    return good ? Outcome.DONE : Outcome.FAILED;
  }
}
