package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.demo.DemoAnswer;
import com.pharmaserv.repave.engine.Engine;
import com.pharmaserv.repave.engine.Pilot;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.GenerationId;
import com.pharmaserv.repave.model.Phase;
import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.Suspicion;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.AuditFleets;
import com.pharmaserv.repave.operation.BakeImages;
import com.pharmaserv.repave.operation.CloudProcess;
import com.pharmaserv.repave.operation.CollectImages;
import com.pharmaserv.repave.operation.FixFleets;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.HoldFleet;
import com.pharmaserv.repave.operation.ImageCatalogue;
import com.pharmaserv.repave.operation.LayImage;
import com.pharmaserv.repave.operation.LockImages;
import com.pharmaserv.repave.operation.MeasureFleets;
import com.pharmaserv.repave.operation.Operator;
import com.pharmaserv.repave.operation.Outcome;
import com.pharmaserv.repave.operation.QuarantineMachine;
import com.pharmaserv.repave.operation.ReactToFinding;
import com.pharmaserv.repave.operation.ReadJournals;
import com.pharmaserv.repave.operation.RehearsePolicy;
import com.pharmaserv.repave.operation.ReleaseImages;
import com.pharmaserv.repave.operation.RepairRoute;
import com.pharmaserv.repave.operation.RollFleet;
import com.pharmaserv.repave.operation.Rolls;
import com.pharmaserv.repave.operation.Rotated;
import com.pharmaserv.repave.operation.ShowFleets;
import com.pharmaserv.repave.operation.SimPlace;
import com.pharmaserv.repave.operation.SteerRollout;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.SweepFleets;
import com.pharmaserv.repave.operation.Swept;
import com.pharmaserv.repave.operation.TearDownFleets;
import com.pharmaserv.repave.operation.TellHistory;
import com.pharmaserv.repave.operation.Until;
import com.pharmaserv.repave.operation.Word;
import com.pharmaserv.repave.port.Headroom;
import com.pharmaserv.repave.rehearsal.Candidate;
import com.pharmaserv.repave.rehearsal.PolicyRehearsal.Script;
import com.pharmaserv.repave.report.Explanations;
import com.pharmaserv.repave.sim.Meddling;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An example of each kind of answer: most from the simulated cloud, the rest made by hand. */
final class SampleAnswers {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Headroom.Line TOO_LITTLE =
      new Headroom.Line("vCPU quota", "needs 4, 2 of 32 are free", false);

  private final List<Sample> samples = new ArrayList<>();

  private SampleAnswers() {}

  /** One answer, and the command that gives it. */
  record Sample(String file, String command, Answer answer) {
    @Override
    public String toString() {
      return file;
    }
  }

  static List<Sample> all() throws Exception {
    SampleAnswers all = new SampleAnswers();
    all.rolls();
    all.plans();
    all.steering();
    all.janitor();
    all.images();
    all.words();
    all.others();
    return all.samples;
  }

  private void add(String file, String command, Answer answer) {
    samples.add(new Sample(file, command, answer));
  }

  private static Operator anna() {
    return SimPlace.ANNA;
  }

  private void rolls() throws Exception {
    SimPlace sim = SimPlace.running();
    add("roll-promoted", "roll", sim.rolled(SimPlace.NEW, Until.PROMOTED));
    add("status", "status", ShowFleets.show(List.of(sim.place())));
    add("journal-show", "journal show", ReadJournals.show(sim.provider(), sim.fleet().id(), 3));
    add(
        "journal-show-rotation",
        "journal show",
        ReadJournals.show(sim.rotated(), FleetId.ofRotation(sim.fleet().id().environment()), 3));
    add("roll-back-to-old", "roll", sim.rolled(SimPlace.OLD, Until.RETIRED));
    add("roll-idle", "roll", sim.rolled(SimPlace.OLD, Until.RETIRED));
    sim.room(TOO_LITTLE);
    add("roll-no-room", "roll", sim.rolled(SimPlace.NEW, Until.RETIRED));
    add(
        "roll-unvouched",
        "roll",
        new Rolls(
            false,
            Outcome.FAILED,
            List.of(
                new FleetRoll.Unvouched(
                    sim.fleet().id(),
                    SimPlace.NEW,
                    2,
                    "disk dddddddddddd is signed by lab: 1 of 2 builders"))));
    sim.provider().images().block(SimPlace.NEW, "CVE-2026-1234", "anna");
    add("roll-refused", "roll", sim.rolled(SimPlace.NEW, Until.RETIRED));
    add(
        "journal-verify",
        "journal verify",
        ReadJournals.verify(List.of(sim.place()), journal -> {}));
  }

  private void plans() throws Exception {
    SimPlace sim = SimPlace.running();
    sim.room(new Headroom.Line("vCPU quota", "needs 4, 20 of 32 are free", true));
    RollFleet roll = sim.roll();
    add("roll-plan", "roll", roll.plan(sim.image(SimPlace.NEW), true, false));
    sim.rolled(SimPlace.NEW, Until.PROMOTED);
    add("roll-plan-after", "roll", roll.plan(sim.image(SimPlace.OLD), true, false));
    add(
        "rotate-plan-bake",
        "rotate",
        new Rotated(
            true,
            Outcome.DONE,
            Sha256.of(RotationPlan.of(Optional.of("KEV-17"), Map.of()).text()),
            Optional.of("KEV-17"),
            List.of(
                new Rotated.Due(
                    sim.fleet().id(),
                    2,
                    Optional.of(SimPlace.OLD),
                    SimPlace.NEW,
                    List.of(Reason.of(ReasonCode.NEWER_IMAGE, SimPlace.NEW, SimPlace.OLD)),
                    Optional.of(Instant.parse("2026-12-01T03:00:00Z")),
                    Optional.of(Instant.parse("2026-11-30T22:00:00Z")),
                    Optional.of(Reason.of(ReasonCode.WINDOW_CLOSED, "2026-11-30T22:00:00Z")),
                    Optional.of(Duration.ofMinutes(12)))),
            List.of(),
            List.of(new FleetRoll.PlannedBake(sim.fleet().id(), SimPlace.NEW, "2", false))));
    add(
        "rotate-waits",
        "rotate",
        new Rotated(
            false,
            Outcome.WAITING,
            Sha256.of(RotationPlan.of(Optional.empty(), Map.of()).text()),
            Optional.empty(),
            List.of(),
            List.of(
                new Rotated.Waits(
                    sim.fleet().id(), Reason.of(ReasonCode.LINE_STOPPED, 1), Optional.empty())),
            List.of()));
  }

  private void steering() throws Exception {
    SimPlace sim = SimPlace.running();
    SteerRollout anna =
        new SteerRollout(sim.provider(), sim.fleet(), SimPlace.DISKS, anna(), sim.narrator());
    add("resume-nothing-open", "resume", anna.say(Word.RESUME, ""));
    Pilot bert = sim.bert();
    bert.open(sim.image(SimPlace.NEW), "test", false);
    Engine engine = bert.engine();
    engine.turn();
    add("rollback-plan", "rollback", anna.plan(Word.ROLLBACK));
    sim.world().schedule(sim.world().now().plusSeconds(1), () -> turn(engine));
    add("pause-heard", "pause", anna.say(Word.PAUSE, "lunch"));
    add("pause-objected", "pause", anna.say(Word.PAUSE, "again"));
    FleetId fleet = sim.fleet().id();
    add(
        "abort-unheard",
        "abort",
        new Steered.Unheard(
            fleet,
            Word.ABORT,
            new RolloutId(fleet, 1),
            SimPlace.BERT.holder(),
            Duration.ofSeconds(45)));
    bert.close();
    add("abort", "abort", anna.say(Word.ABORT, "not tonight"));
    add("roll-held", "roll", sim.roll().plan(sim.image(SimPlace.NEW), false, false));
  }

  private static void turn(Engine engine) {
    try {
      engine.turn();
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static SecurityFinding finding(SecurityFinding.Detector detector) {
    return new SecurityFinding(
        detector,
        "44c6c1b2d0b8a7e1f3c94d5a6b7e8f90",
        "The machine asks for a mining pool's name.",
        List.of("CryptoCurrency:EC2/BitcoinTool.B!DNS"),
        "111122223333",
        "eu-west-1",
        9,
        true,
        true,
        Optional.of("app-g0002-m2"));
  }

  private void janitor() throws Exception {
    SimPlace sim = SimPlace.running();
    sim.rolled(SimPlace.NEW, Until.PROMOTED);
    SweepFleets keep = new SweepFleets(anna(), sim.narrator(), false, swept -> {});
    add("sweep-retained", "sweep", keep.sweep(List.of(sim.place())));
    sim.world().advance(Duration.ofMinutes(10));
    add("audit", "audit", new AuditFleets(finding -> {}).audit(List.of(sim.place())));
    SweepFleets go = new SweepFleets(anna(), sim.narrator(), false, swept -> {});
    add("sweep", "sweep", go.sweep(List.of(sim.place())));
    add("metrics", "metrics", MeasureFleets.measure(List.of(sim.place()), SimPlace.PAPERS));
    add("history", "history", TellHistory.of(sim.provider(), sim.fleet(), 10));
    new Meddling.WeightsPut(new Weights(100, 0)).happen(sim.world());
    FixFleets fix = new FixFleets(anna(), sim.narrator(), one -> {});
    add("audit-fix-plan", "audit", fix.fix(List.of(sim.place()), true));
    RepairRoute route =
        new RepairRoute(sim.place().provider(), sim.fleet(), anna(), sim.narrator());
    add("repair-plan", "repair", route.plan());
    add("repair", "repair", route.repair());
    QuarantineMachine quarantine = new QuarantineMachine(sim.place(), anna(), sim.narrator());
    Suspicion suspicion = new Suspicion("app-g0002-m1", true, "asks for a miner's name");
    add("quarantine-plan", "quarantine", quarantine.plan(suspicion));
    add("quarantine", "quarantine", quarantine.quarantine(suspicion));
    ReactToFinding react =
        new ReactToFinding(sim.place(), anna(), sim.narrator(), sim::blocking, true);
    add("react-plan", "react", react.plan(finding(SecurityFinding.Detector.GUARDDUTY)));
    add("react-tell", "react", react.react(finding(SecurityFinding.Detector.INSPECTOR)));
    ReactionRule block =
        new ReactionRule(
            SecurityFinding.Detector.INSPECTOR, 9, true, Optional.empty(), Reaction.BLOCK_IMAGE);
    ReactToFinding blocks =
        new ReactToFinding(sim.reacting(block), anna(), sim.narrator(), sim::blocking, false);
    add("react-block", "react", blocks.plan(finding(SecurityFinding.Detector.INSPECTOR)));
    add("status-quarantine", "status", ShowFleets.show(List.of(sim.place())));
    HoldFleet hold = new HoldFleet(sim.provider(), sim.fleet(), anna(), sim.narrator());
    Optional<Instant> end = Optional.of(sim.world().now().plus(Duration.ofDays(7)));
    add("hold-plan", "hold", hold.planHold("audit of 4.2", end));
    add("hold", "hold", hold.hold("audit of 4.2", end));
    add("status-held", "status", ShowFleets.show(List.of(sim.place())));
    add("audit-held", "audit", new AuditFleets(finding -> {}).audit(List.of(sim.place())));
    add("release", "release", hold.release("the audit is over"));
    add("release-nothing", "release", hold.release(""));
    TearDownFleets down = new TearDownFleets(anna(), sim.narrator(), fall -> {});
    List<Fleet> fleets = List.of(sim.fleet());
    add("teardown-plan", "teardown", down.plan(sim.provider(), fleets));
    add("teardown", "teardown", down.tearDown(sim.provider(), fleets, "the quarter is over"));
    FleetId fleet = sim.fleet().id();
    add(
        "sweep-others",
        "sweep",
        new SweepFleets.Sweep(
            true,
            List.of(
                new Swept.Halted(fleet, new RolloutId(fleet, 7)),
                new Swept.Orphan(fleet, new GenerationId(fleet, 9)),
                new Swept.Unfinished(fleet, new RolloutId(fleet, 8), Phase.SOAK),
                new Swept.Taken(fleet))));
  }

  private void images() throws Exception {
    SimPlace sim = SimPlace.running();
    ImageCatalogue catalogue = new ImageCatalogue(sim.provider().images(), sim.provider().stock());
    add("images-list", "images list", catalogue.list());
    sim.world().release(SimPlace.NEW, Channel.STAGING);
    add("images-show", "images show", catalogue.show(SimPlace.NEW.full()));
    add("images-diff", "images diff", SampleImages.onlyLocks());
    add("images-diff-disks", "images diff", SampleImages.disks());
    add(
        "images-lock",
        "images lock",
        new LockImages.Locking(
            true,
            List.of(
                new LockImages.Locked(
                    "base",
                    "images/base/packages.lock",
                    true,
                    139,
                    List.of(
                        new LockImages.Repackaged(
                            "openssl",
                            Optional.of("3.5.8-1~deb13u1"),
                            Optional.of("3.5.9-1~deb13u1"),
                            "trixie-security",
                            true)),
                    List.of(
                        new LockImages.Fix(
                            "CVE-2026-1234",
                            "openssl",
                            "heap overflow in the handshake",
                            "high",
                            Optional.of("2026-11-20"),
                            Optional.of(new BigDecimal("0.25")))),
                    List.of("the changelog of nginx begins at 1.26.3-3"),
                    List.of(new LockImages.Feed("epss", Instant.parse("2026-11-28T00:00:00Z")))))));
    add(
        "images-layout",
        "images layout",
        new LayImage.Laid(true, "base", "images/base/disk.layout", true, 7_851, 19, 7, 2));
    add(
        "images-gc",
        "images gc",
        new CollectImages.Collection(
            true,
            List.of(
                new Fate.Kept(
                    SimPlace.OLD,
                    List.of(
                        new Fate.Use(Fate.Need.RUNS, "sim-eu/app-g0001"),
                        new Fate.Use(Fate.Need.RELEASED, "production"))),
                new Fate.Withdraw(SimPlace.NEW),
                new Fate.Waits(SimPlace.NEW, NOON),
                new Fate.Barred(SimPlace.NEW),
                new Fate.Restore(
                    SimPlace.NEW, List.of(new Fate.Use(Fate.Need.WAY_BACK, "sim-eu/app"))),
                new Fate.Remove(SimPlace.NEW))));
    add("images-restore", "images restore", new CollectImages.Restored(false, SimPlace.NEW, true));
    add("images-verify", "images verify", SampleImages.verdict());
  }

  private void words() throws Exception {
    SimPlace sim = SimPlace.running();
    add(
        "images-block",
        "images block",
        sim.blocking().block(SimPlace.NEW.full(), "CVE-2026-1", false));
    add("images-unblock", "images unblock", sim.blocking().unblock(SimPlace.NEW.full(), true));
    sim.blocking().unblock(SimPlace.NEW.full(), false);
    add("images-release", "images release", released(sim, Channel.PRODUCTION, "REL-42"));
    sim.rolled(SimPlace.NEW, Until.PROMOTED);
    add("images-release-back", "images release", released(sim, Channel.CANDIDATE, "loses orders"));
    TreeMap<String, String> lock = new TreeMap<>(Map.of("deb openssl", "3.0.16"));
    add(
        "bake-plan",
        "bake",
        new BakeImages.Plan(true, List.of(new BakeImages.Resolved(SimPlace.NEW, true, lock))));
    add("bake", "bake", new BakeImages.Baked(List.of(sim.image(SimPlace.NEW))));
  }

  private static Answer released(SimPlace sim, Channel to, String why) throws Exception {
    return sim.releasing().release(new ReleaseImages.Request(SimPlace.NEW.full(), to, why), false);
  }

  private void others() throws Exception {
    SimPlace sim = SimPlace.running();
    add(
        "rehearse",
        "rehearse",
        RehearsePolicy.rehearse(
            new Script(sim.fleet(), Candidate.ERRORS, Optional.empty(), false, 1)));
    add(
        "iam-policy",
        "iam-policy",
        new IamPolicyCommand.Policies(
            "eu-prod",
            new ObjectMapper()
                .readTree(
                    "{\"repave-eu-prod-1\": {\"Version\": \"2012-10-17\", \"Statement\": []}}")));
    CloudProcess.Running cloud =
        new CloudProcess.Running(
            4711,
            "/home/anna/.local/state/repave/local/cloud/control",
            NOON,
            Optional.of(64L * 1024 * 1024),
            List.of(
                new CloudProcess.LocalEnvironment("local-eu", 8443, 8444, 1, 2, Optional.empty()),
                new CloudProcess.LocalEnvironment(
                    "local-us", 8445, 8446, 0, 0, Optional.of("port 8445 is taken"))));
    add("explain", "explain", Explanations.explained("paused-already").orElseThrow());
    String home = "/home/anna/.local/state/repave/local";
    add(
        "local-status",
        "local status",
        new CloudProcess.Status(true, Optional.of(cloud), home, home + "/tls/ca.pem"));
    add(
        "local-status-not-running",
        "local status",
        new CloudProcess.Status(false, Optional.empty(), home, home + "/tls/ca.pem"));
    add("local-stop", "local stop", new CloudProcess.Stopped(true));
    add(
        "demo",
        "demo",
        new DemoAnswer(
            true,
            4500,
            21,
            21,
            70,
            3,
            0,
            Duration.ofMillis(48_200),
            "/tmp/report.html",
            List.of()));
  }
}
