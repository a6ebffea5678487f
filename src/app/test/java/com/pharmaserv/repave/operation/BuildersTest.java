package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Upkeep;
import com.pharmaserv.repave.report.RollText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment that asks for two builders of the same disk. */
final class BuildersTest {
  @TempDir Path home;

  private PaperShelf shelf;
  private LocalSigner lab;
  private LocalSigner ci;
  private PaperPile pile;
  private SimPlace sim;

  @BeforeEach
  void make() throws Exception {
    shelf = new PaperShelf(home.resolve("papers"));
    lab = LocalSigner.open(home.resolve("lab"));
    ci = LocalSigner.open(home.resolve("ci"));
    pile = new PaperPile(SimPlace.NEW, "3.5.8-1");
    sim = SimPlace.running();
  }

  private RollFleet roll(int builders) {
    Environment plain = sim.place().environment();
    Environment asking =
        new Environment(
            plain.id(),
            plain.jurisdiction(),
            plain.zones(),
            plain.where(),
            plain.fleets(),
            builders,
            Upkeep.DEFAULT,
            plain.reactions());
    Papers papers =
        new Papers(
            new DiskComparer(home, shelf, Optional.empty()),
            shelf,
            () ->
                new TrustedKeys(
                    List.of(
                        new TrustedKeys.Named("lab", lab.publicKey()),
                        new TrustedKeys.Named("ci", ci.publicKey()))));
    return new RollFleet(
        new Place(asking, sim.provider()),
        sim.fleet(),
        papers,
        SimPlace.ANNA,
        sim.narrator(),
        roll -> {});
  }

  private Rolls rolled(int builders) throws Exception {
    return roll(builders)
        .roll(new RollFleet.Request(sim.image(SimPlace.NEW), true, "test", false, Until.RETIRED));
  }

  private void other(String invocation, LocalSigner signer) throws Exception {
    Files.write(
        shelf.folder(SimPlace.NEW).resolve("other.dsse.json"),
        pile.envelope(signer, invocation, new TreeMap<>()));
  }

  @Test
  void oneBuilderIsNotTwo() throws Exception {
    pile.put(shelf, lab, "1");
    Rolls rolls = rolled(2);
    assertThat(rolls.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(sim.records()).as("nothing began").isZero();
    assertThat(RollText.of(rolls.rolls().get(0)).problem().orElseThrow())
        .contains("asks for 2 builders of the same disk", "1 of 2 builders", "ci (")
        .contains("bake it on another machine", shelf.folder(SimPlace.NEW).toString());
    assertThat(roll(2).plan(sim.image(SimPlace.NEW), true, false).outcome())
        .as("a plan says so, too")
        .isEqualTo(Outcome.FAILED);
    assertThat(rolled(1).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void aSecondBuildersBakeOfTheSameDiskIsEnough() throws Exception {
    pile.put(shelf, lab, "1");
    other("2", ci);
    assertThat(rolled(2).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void whoSignsTwiceOrWhatAnotherOneBakedIsNoSecondBuilder() throws Exception {
    pile.put(shelf, lab, "1");
    other("2", lab);
    assertThat(rolled(2).outcome()).isEqualTo(Outcome.FAILED);
    other("1", ci);
    assertThat(rolled(2).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void statementsAboutAnotherImageDoNotCount() throws Exception {
    pile.put(shelf, lab, "1");
    Files.write(
        shelf.folder(SimPlace.NEW).resolve("other.dsse.json"),
        new PaperPile(SimPlace.OLD, "3.5.8-1").envelope(ci, "2", new TreeMap<>()));
    assertThat(rolled(2).outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void anImageWithoutPapersDoesNotRollWhereBuildersAreAskedFor() throws Exception {
    Rolls rolls = rolled(1);
    assertThat(rolls.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(RollText.of(rolls.rolls().get(0)).problem().orElseThrow())
        .contains("its papers are not on this machine");
    assertThat(rolled(0).outcome()).isEqualTo(Outcome.DONE);
  }
}
