package com.pharmaserv.repave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.DyingRepave.Moment;
import com.pharmaserv.repave.demo.LoadGenerator;
import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Generation;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.JournalEntry.Intended;
import com.pharmaserv.repave.model.JournalRecord;
import com.pharmaserv.repave.model.RolloutState;
import com.pharmaserv.repave.model.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;

/**
 * SIGKILL at every journal record of a real rollout, under load: the next command goes on to a
 * clean end.
 *
 * <p>Two kinds of moments are all there are: after a record is on disk, and between an effect and
 * the record of its outcome. Before any other record nothing has happened since the one before it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillAtEveryRecordIT {
  /** A rollout of this fleet has about 45 records. */
  private static final int RECORDS_MAX = 150;

  private static final int RECORDS_MIN = 20;
  private static final int EFFECTS_MIN = 6;
  private static final int RATE = 40;
  private static final int CONNECTIONS = 3;

  private RealProject real;
  private Settings settings;
  private final List<ImageId> images = new ArrayList<>();
  private int rollouts;

  @BeforeAll
  void startFleet() throws Exception {
    real = RealProject.start(KillAtEveryRecordIT.class);
    real.archiveClasses();
    images.add(real.bake("1"));
    images.add(real.bake("2"));
    RealProject.Said said = real.run("roll", "-e", RealProject.ENVIRONMENT, "--image", next());
    assertThat(said.code()).as(said.toString()).isZero();
    settings = CleanFleet.check(real, End.Kind.SUCCEEDED).settings();
    rollouts++;
  }

  @AfterAll
  void stopCloud() throws Exception {
    real.stop();
  }

  @Test
  void goesOnAfterAKillBehindEveryRecord(TestReporter reporter) throws Exception {
    int records = killAtEvery(Moment.AFTER_RECORD, reporter);
    assertThat(records).as("records of a rollout").isGreaterThan(RECORDS_MIN);
  }

  @Test
  void goesOnAfterAKillBetweenEveryEffectAndItsOutcome(TestReporter reporter) throws Exception {
    int effects = killAtEvery(Moment.BEFORE_OUTCOME, reporter);
    assertThat(effects).as("effects of a rollout").isGreaterThan(EFFECTS_MIN);
  }

  /** Returns how many moments there were: the run behind the last one is not killed any more. */
  private int killAtEvery(Moment moment, TestReporter reporter) throws Exception {
    int kills = 0;
    LoadGenerator load = real.load(RATE, CONNECTIONS);
    try (load) {
      while (kills < RECORDS_MAX && killAndGoOn(moment, kills + 1)) {
        kills++;
      }
    }
    LoadGenerator.Totals totals = load.totals();
    reporter.publishEntry(
        moment.toString(),
        kills
            + " kills, "
            + totals.requests()
            + " requests, "
            + totals.failed()
            + " failed, "
            + totals.retried()
            + " retried");
    assertThat(totals.failed()).as(totals.firstFailure()).isZero();
    assertThat(kills).as("a run that is not killed").isLessThan(RECORDS_MAX);
    return kills;
  }

  /** One whole rollout; false if it came to its end before the moment to die. */
  private boolean killAndGoOn(Moment moment, int number) throws Exception {
    int before = real.records().size();
    String image = next();
    List<String> command =
        List.of(
            moment.toString(),
            String.valueOf(number),
            "roll",
            "-e",
            RealProject.ENVIRONMENT,
            "--image",
            image);
    boolean killed;
    try (RealRun run = real.start(List.of(), DyingRepave.class, command)) {
      int code = run.end();
      killed = code == RealRun.KILLED;
      assertThat(killed || code == ExitCode.DONE).as("exit code %s: %s", code, run.err()).isTrue();
    }
    if (killed) {
      List<JournalRecord> written = real.records().subList(before, real.records().size());
      seen(moment, number, written);
      Optional<RolloutState> open = real.latest().filter(state -> !state.ended());
      if (open.isPresent()) {
        RealProject.Said said = real.run("resume", "-e", RealProject.ENVIRONMENT);
        assertThat(said.code()).as("%s %s: %s", moment, number, said).isZero();
      }
    }
    Generation generation = CleanFleet.check(real, End.Kind.SUCCEEDED);
    assertThat(generation.image().digest()).isEqualTo(image);
    assertThat(generation.settings()).as("%s %s", moment, number).isEqualTo(settings);
    rollouts++;
    return killed;
  }

  /** The kill came where it should. A torn record is what a kill inside of a write leaves. */
  private void seen(Moment moment, int number, List<JournalRecord> written) throws Exception {
    if (moment == Moment.AFTER_RECORD) {
      assertThat(written).hasSize(number);
      return;
    }
    assertThat(written.get(written.size() - 1).entry()).isInstanceOf(Intended.class);
    Path journal = real.journalFile();
    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(bytes, number * 7), StandardOpenOption.APPEND);
  }

  private String next() {
    return images.get(rollouts % images.size()).digest();
  }
}
