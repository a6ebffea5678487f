package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Quarantined;
import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import com.pharmaserv.repave.operation.Kept.Result;
import com.pharmaserv.repave.report.ReactText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is done about findings, and that nothing is done about those of somebody else. */
class ReactToFindingTest {
  private static final String FIRST = "app-g0001-m1";

  private final SimPlace sim = SimPlace.running();

  private ReactToFinding react(boolean force) {
    return new ReactToFinding(sim.place(), SimPlace.ANNA, sim.narrator(), sim::blocking, force);
  }

  private static SecurityFinding finding(Detector detector, double severity, String machine) {
    return new SecurityFinding(
        detector,
        "44c6",
        "asks for a miner",
        List.of("CryptoCurrency:EC2/BitcoinTool.B!DNS"),
        "111122223333",
        "eu-west-1",
        severity,
        true,
        true,
        Optional.of(machine));
  }

  private List<Quarantined> kept() throws Exception {
    return sim.provider().fleets().quarantined(sim.fleet().id().environment());
  }

  @Test
  void keepsAMachineApartThatBehavesLikeAStrangers() throws Exception {
    Reacted reacted = react(true).react(finding(Detector.GUARDDUTY, 7, FIRST));

    assertThat(reacted.reaction()).isEqualTo(Reaction.QUARANTINE);
    assertThat(reacted.quarantine().orElseThrow().result()).isEqualTo(Result.QUARANTINED);
    assertThat(reacted.outcome()).isEqualTo(Outcome.DONE);
    assertThat(kept()).extracting(Quarantined::machine).containsExactly(FIRST);
    assertThat(kept().get(0).reason())
        .isEqualTo("guardduty finding 44c6, severity 7: asks for a miner");
    Reacted again = react(true).react(finding(Detector.GUARDDUTY, 7, FIRST));
    assertThat(again.quarantine().orElseThrow().result())
        .as("told twice")
        .isEqualTo(Result.ALREADY);
    assertThat(again.outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void saysInAPlanWhatItWouldDo() throws Exception {
    Reacted plan = react(true).plan(finding(Detector.GUARDDUTY, 8, FIRST));

    assertThat(plan.plan()).isTrue();
    assertThat(plan.quarantine().orElseThrow().why().code()).isEqualTo(ReasonCode.WILL_QUARANTINE);
    assertThat(kept()).isEmpty();
  }

  @Test
  void heedsTheFloorUnlessForced() throws Exception {
    react(true).react(finding(Detector.GUARDDUTY, 8, FIRST));
    Reacted second = react(false).react(finding(Detector.GUARDDUTY, 8, "app-g0001-m2"));

    assertThat(second.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(second.quarantine().orElseThrow().why().code()).isEqualTo(ReasonCode.BELOW_FLOOR);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void tellsAPersonWhichImageWouldHaveToBeJudged() throws Exception {
    Reacted told = react(false).react(finding(Detector.INSPECTOR, 9, FIRST));

    assertThat(told.outcome()).isEqualTo(Outcome.WAITING);
    assertThat(told.runs()).contains(SimPlace.OLD.toString());
    assertThat(kept()).isEmpty();
  }

  private ReactToFinding reacting(ReactionRule... rules) {
    return new ReactToFinding(
        sim.reacting(rules), SimPlace.ANNA, sim.narrator(), sim::blocking, false);
  }

  @Test
  void blocksTheImageWhereTheEnvironmentSaysSoAndItsFleetIsStale() throws Exception {
    ReactionRule rule =
        new ReactionRule(Detector.INSPECTOR, 9, true, Optional.of("Crypto*"), Reaction.BLOCK_IMAGE);
    Reacted plan = reacting(rule).plan(finding(Detector.INSPECTOR, 9, FIRST));
    assertThat(plan.blocking().orElseThrow().plan()).isTrue();
    assertThat(sim.image(SimPlace.OLD).block()).isEmpty();

    Reacted reacted = reacting(rule).react(finding(Detector.INSPECTOR, 9, FIRST));

    assertThat(reacted.outcome()).isEqualTo(Outcome.DONE);
    assertThat(reacted.why())
        .isEqualTo(
            Reason.of(
                ReasonCode.FINDING_FITS, Detector.INSPECTOR, "9 with an exploit of type Crypto*"));
    assertThat(sim.image(SimPlace.OLD).block().orElseThrow().reason())
        .isEqualTo("inspector finding 44c6, severity 9: asks for a miner");
    assertThat(FleetLook.all(sim.place(), List.of(sim.fleet())).get(0).running(sim.world().now()))
        .hasValueSatisfying(running -> assertThat(running.blocked()).isPresent());
    assertThat(ReactText.of(reacted))
        .extracting(wording -> wording.result().orElse(""))
        .contains("Blocked app@aaaaaaaaaaaa: inspector finding 44c6, severity 9: asks for a miner");
    assertThat(kept()).isEmpty();
    Reacted again = reacting(rule).react(finding(Detector.INSPECTOR, 9, FIRST));
    assertThat(again.outcome()).as("told twice").isEqualTo(Outcome.DONE);
    assertThat(again.blocking().orElseThrow().changed()).isFalse();
  }

  @Test
  void theFirstRuleThatFitsCountsAndOthersDoNotCountOnTop() throws Exception {
    ReactionRule nothing =
        new ReactionRule(Detector.GUARDDUTY, 0, false, Optional.of("*BitcoinTool*"), Reaction.NOTE);
    ReactionRule quarantine =
        new ReactionRule(Detector.GUARDDUTY, 0, false, Optional.empty(), Reaction.QUARANTINE);
    assertThat(
            reacting(nothing, quarantine).react(finding(Detector.GUARDDUTY, 9, FIRST)).reaction())
        .isEqualTo(Reaction.NOTE);
    assertThat(reacting().react(finding(Detector.GUARDDUTY, 9, FIRST)).why().code())
        .as("no rules at all")
        .isEqualTo(ReasonCode.FINDING_MINOR);
    assertThat(kept()).isEmpty();
  }

  @Test
  void blocksNothingForAMachineThatIsNotThere() {
    ReactionRule rule =
        new ReactionRule(Detector.INSPECTOR, 9, true, Optional.empty(), Reaction.BLOCK_IMAGE);
    assertThatThrownBy(
            () -> reacting(rule).react(finding(Detector.INSPECTOR, 9, "i-0123456789abcdef0")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("not known which image to block");
  }

  @Test
  void doesNothingAboutTheRest() throws Exception {
    Reacted noted = react(false).react(finding(Detector.GUARDDUTY, 6.9, FIRST));

    assertThat(noted.outcome()).isEqualTo(Outcome.DONE);
    assertThat(noted.reaction()).isEqualTo(Reaction.NOTE);
    assertThat(kept()).isEmpty();
  }

  @Test
  void refusesAMachineThatIsInNoFleet() {
    assertThatThrownBy(
            () -> react(true).react(finding(Detector.GUARDDUTY, 8, "i-0123456789abcdef0")))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("has no machine 'i-0123456789abcdef0'");
  }

  @Test
  void refusesWhatIsOfAnotherAccountOrRegion() throws Exception {
    for (String[] where :
        new String[][] {{"999999999999", "eu-west-1"}, {"111122223333", "eu-central-1"}}) {
      Environment local = sim.place().environment();
      Environment aws =
          new Environment(
              local.id(),
              local.jurisdiction(),
              local.zones(),
              new Environment.Aws(where[0], where[1], List.of(), Optional.empty()),
              local.fleets());
      ReactToFinding react =
          new ReactToFinding(
              new Place(aws, sim.provider()), SimPlace.ANNA, sim.narrator(), sim::blocking, true);

      assertThatThrownBy(() -> react.react(finding(Detector.GUARDDUTY, 8, FIRST)))
          .isInstanceOf(RequestException.class)
          .hasMessage(
              "the finding is of 111122223333/eu-west-1, environment 'sim-eu' is in "
                  + where[0]
                  + "/"
                  + where[1]);
    }
    assertThat(kept()).isEmpty();
  }
}
