package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.TrustedKeys;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.JournalEntry;
import com.pharmaserv.repave.report.RollText;
import com.pharmaserv.repave.simulation.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan and an approval say of the image that would roll. */
final class DifferenceTest {
  @TempDir Path home;

  private SimPlace sim;
  private PaperShelf shelf;
  private DiskComparer disks;
  private String compared;

  @BeforeEach
  void make() throws Exception {
    shelf = new PaperShelf(home.resolve("papers"));
    LocalSigner signer = LocalSigner.open(home.resolve("keys"));
    PaperPile old = new PaperPile(SimPlace.OLD, "3.5.8-1");
    PaperPile fresh =
        new PaperPile(SimPlace.NEW, "3.5.8-1")
            .file("etc/hosts", 0644, "localhosT")
            .file("etc/a", 0644, "a")
            .file("etc/b", 0644, "b");
    old.put(shelf, signer, "1");
    fresh.put(shelf, signer, "2");
    disks = new DiskComparer(home, shelf, Optional.empty());
    CompareImagesTest.Known known =
        new CompareImagesTest.Known(List.of(old.image(), fresh.image()));
    compared =
        new CompareImages(known, disks)
            .between(old.image(), fresh.image())
            .disks()
            .orElseThrow()
            .compared();
    sim = SimPlace.with(Scenarios.policy(true, Duration.ZERO, 100));
    sim.catalogue(known);
  }

  private String expected() {
    return "against app@aaaaaaaaaaaa: 1 file changed, 2 files added; compared "
        + compared.substring(0, 12);
  }

  private RollFleet roll() {
    return new RollFleet(
        sim.place(),
        sim.fleet(),
        new Papers(disks, shelf, () -> new TrustedKeys(List.of())),
        SimPlace.ANNA,
        sim.narrator(),
        roll -> {});
  }

  @Test
  void aPlanSaysWhatTheCandidateChanges() throws Exception {
    Image candidate = sim.provider().images().find(SimPlace.NEW).orElseThrow();
    FleetRoll planned = roll().plan(candidate, true, false).rolls().get(0);
    assertThat(((FleetRoll.Planned) planned).difference().orElseThrow().counts().orElseThrow())
        .extracting(Difference.Counts::compared)
        .isEqualTo(compared);
    assertThat(RollText.of(planned).result().orElseThrow()).contains("\n  change " + expected());
  }

  @Test
  void anApprovalIsJournaledWithWhatWasApproved() throws Exception {
    sim.rolled(SimPlace.NEW, Until.APPROVAL);
    new SteerRollout(sim.provider(), sim.fleet(), disks, SimPlace.ANNA, sim.narrator())
        .say(Word.APPROVE, "reviewed");
    assertThat(sim.provider().journal(sim.fleet()).records())
        .extracting(record -> record.entry())
        .filteredOn(JournalEntry.Judged.class::isInstance)
        .extracting(entry -> ((JournalEntry.Judged) entry).signal().text())
        .containsExactly("reviewed [%s]".formatted(expected()));
  }

  @Test
  void anotherWordIsJournaledAsItWasSaid() throws Exception {
    sim.rolled(SimPlace.NEW, Until.APPROVAL);
    new SteerRollout(sim.provider(), sim.fleet(), disks, SimPlace.ANNA, sim.narrator())
        .say(Word.REJECT, "too much");
    assertThat(sim.provider().journal(sim.fleet()).records())
        .extracting(record -> record.entry())
        .filteredOn(JournalEntry.Judged.class::isInstance)
        .extracting(entry -> ((JournalEntry.Judged) entry).signal().text())
        .containsExactly("too much");
  }
}
