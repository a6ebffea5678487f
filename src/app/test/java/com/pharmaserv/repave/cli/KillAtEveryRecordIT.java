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
import com.pharmaserv.repave.testing.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL at every journal record of a real rollout, under load: the next command goes on to a
 * clean end. The test command tries some of the records, the ring all of them.
 *
 * <p>Two kinds of moments are all there are: after a record is on disk, and between an effect and
 * the record of its outcome. Before any other record nothing has happened since the one before it.
 */
@Tag(Thorough.TAG)
@Execution(ExecutionMode.CONCURRENT)
class KillAtEveryRecordIT {
  /** A rollout of this fleet has about 45 records. */
  private static final int RECORDS_MAX = 150;

  private static final int RECORDS_MIN = 20;
  private static final int EFFECTS_MIN = 6;
  private static final int EVERY = Thorough.tries(6, 1);
  private static final int RATE = 40;
  private static final int CONNECTIONS = 3;

  @Test
  void goesOnAfterAKillAtAnyMoment(TestReporter reporter) throws Exception {
    Lane lane = Lane.start();
    try {
      assertThat(lane.killAtAll(Moment.AFTER_RECORD, reporter))
          .as("records of a rollout")
          .isBetween(RECORDS_MIN, RECORDS_MAX);
      assertThat(lane.killAtAll(Moment.BEFORE_OUTCOME, reporter))
          .as("effects of a rollout")
          .isBetween(EFFECTS_MIN, RECORDS_MAX);
    } finally {
      lane.real.stop();
    }
  }

  /** One cloud with one fleet, which is rolled to and fro between two images. */
  private static final class Lane {
    private final RealProject real;
    private final List<ImageId> images;
    private final Settings settings;
    private int rollouts = 1;

    private Lane(RealProject real, List<ImageId> images, Settings settings) {
      this.real = real;
      this.images = images;
      this.settings = settings;
    }

    static Lane start() throws Exception {
      RealProject real = RealProject.start(KillAtEveryRecordIT.class);
      real.archiveClasses();
      List<ImageId> images = List.of(real.bake("1"), real.bake("2"));
      RealProject.Said said =
          real.run("roll", "-e", RealProject.ENVIRONMENT, "--image", images.get(0).digest());
      assertThat(said.code()).as(said.toString()).isZero();
      Settings settings = CleanFleet.check(real, End.Kind.SUCCEEDED).settings();
      return new Lane(real, images, settings);
    }

    /** Returns the first moment that does not come: the run ends before it. */
    int killAtAll(Moment moment, TestReporter reporter) throws Exception {
      int kills = 0;
      LoadGenerator load = real.load(RATE, CONNECTIONS);
      try (load) {
        while (kills < RECORDS_MAX && killAndGoOn(moment, 1 + EVERY * kills)) {
          kills++;
        }
      }
      LoadGenerator.Totals totals = load.totals();
      reporter.publishEntry(
          moment.toString(),
          "%s kills, %s requests, %s failed, %s retried"
              .formatted(kills, totals.requests(), totals.failed(), totals.retried()));
      assertThat(totals.failed()).as(totals.firstFailure()).isZero();
      return 1 + EVERY * kills;
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
        assertThat(killed || code == ExitCode.DONE)
            .as("exit code %s: %s", code, run.err())
            .isTrue();
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
}
