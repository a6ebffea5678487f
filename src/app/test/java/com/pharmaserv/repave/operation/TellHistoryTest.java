package com.pharmaserv.repave.operation;

import static com.pharmaserv.repave.operation.SimPlace.NEW;
import static com.pharmaserv.repave.operation.SimPlace.OLD;
import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.End;
import com.pharmaserv.repave.model.Signal;
import com.pharmaserv.repave.operation.TellHistory.History;
import com.pharmaserv.repave.operation.TellHistory.Rollout;
import com.pharmaserv.repave.operation.TellHistory.Said;
import com.pharmaserv.repave.report.HistoryText;
import com.pharmaserv.repave.report.Look;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fleet's rollouts as its journal tells them. */
class TellHistoryTest {
  private final SimPlace sim = SimPlace.running();

  private History history(int most) throws Exception {
    return TellHistory.of(sim.provider(), sim.fleet(), most);
  }

  private String text() throws Exception {
    return new HistoryText(Look.plain(false, ZoneOffset.UTC))
        .render(history(10), sim.world().now());
  }

  @Test
  void tellsTheLatestFirstWithHowTheyEndedAndWhatPeopleSaid() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    sim.abandoned(OLD);
    new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, SimPlace.ANNA, sim.narrator())
        .say(Word.ABORT, "orders time out");

    List<Rollout> rollouts = history(10).rollouts();

    assertThat(rollouts)
        .extracting(rollout -> rollout.now().end().orElseThrow().kind())
        .containsExactly(End.Kind.FAILED_CLEAN, End.Kind.SUCCEEDED);
    assertThat(rollouts).extracting(rollout -> rollout.now().image()).containsExactly(OLD, NEW);
    assertThat(rollouts.get(0).ranBefore()).contains(NEW);
    assertThat(rollouts.get(0).began()).isAfter(rollouts.get(1).began());
    assertThat(rollouts.get(0).said())
        .singleElement()
        .satisfies(
            said -> {
              assertThat(said.by()).isEqualTo("anna");
              assertThat(said.asks()).isEqualTo(Signal.Kind.ABORT);
              assertThat(said.reason()).isEqualTo("orders time out");
            });
    assertThat(text())
        .contains("app-r0003", "app@aaaaaaaaaaaa", "failed-clean")
        .containsPattern("  said    anna asks to abort, .* \\(orders time out\\)\n");
  }

  @Test
  void tellsAsManyAsAreAskedForAndHowManyThereWere() throws Exception {
    sim.rolled(NEW, Until.RETIRED);
    sim.rolled(OLD, Until.RETIRED);
    assertThat(history(1).rollouts()).extracting(r -> r.now().image()).containsExactly(OLD);
    assertThat(history(1).rolloutCount()).isEqualTo(2);
  }

  @Test
  void tellsOfOneThatIsUnderWayHowLongItHasTaken() throws Exception {
    sim.rolled(NEW, Until.PROMOTED);
    Rollout open = history(10).rollouts().get(0);
    assertThat(open.now().end()).isEqualTo(Optional.empty());
    sim.world().advance(Duration.ofMinutes(3));
    assertThat(text()).contains("under way").contains("reason  test");
  }

  @Test
  void isEmptyWhereNothingWasRolledAndAHoldIsNoRollout() throws Exception {
    new HoldFleet(sim.provider(), sim.fleet(), SimPlace.ANNA, sim.narrator())
        .hold("audit", Optional.empty());
    assertThat(history(10)).isEqualTo(new History(sim.fleet().id(), 0, List.of()));
  }

  @Test
  void hostileTextStaysOnItsLine() throws Exception {
    sim.abandoned(NEW);
    new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, SimPlace.ANNA, sim.narrator())
        .say(Word.ABORT, "no\u001b[2J\nmore");
    assertThat(history(1).rollouts().get(0).said()).extracting(Said::reason).hasSize(1);
    assertThat(text()).doesNotContain("\u001b");
    assertThat(text().lines()).hasSize(5);
  }
}
