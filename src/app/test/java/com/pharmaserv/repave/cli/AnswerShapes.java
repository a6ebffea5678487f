package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.cli.IamPolicyCommand.Policies;
import com.pharmaserv.repave.demo.DemoAnswer;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.BakeImages.Baked;
import com.pharmaserv.repave.operation.BakeImages.Plan;
import com.pharmaserv.repave.operation.BlockImages.Blocking;
import com.pharmaserv.repave.operation.CloudProcess;
import com.pharmaserv.repave.operation.CollectImages;
import com.pharmaserv.repave.operation.FixFleets.Fixed;
import com.pharmaserv.repave.operation.HoldFleet;
import com.pharmaserv.repave.operation.ImageCatalogue.Listing;
import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.operation.Kept;
import com.pharmaserv.repave.operation.LayImage;
import com.pharmaserv.repave.operation.LockImages;
import com.pharmaserv.repave.operation.MeasureFleets;
import com.pharmaserv.repave.operation.Reacted;
import com.pharmaserv.repave.operation.ReadJournals.Excerpt;
import com.pharmaserv.repave.operation.ReadJournals.Verification;
import com.pharmaserv.repave.operation.RehearsePolicy.Rehearsed;
import com.pharmaserv.repave.operation.ReleaseImages;
import com.pharmaserv.repave.operation.RepairRoute.Repaired;
import com.pharmaserv.repave.operation.Rolls;
import com.pharmaserv.repave.operation.Rotated;
import com.pharmaserv.repave.operation.ShowFleets;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.SweepFleets.Sweep;
import com.pharmaserv.repave.operation.TearDownFleets.Teardown;
import com.pharmaserv.repave.operation.TellHistory;
import com.pharmaserv.repave.operation.VerifyImage;
import com.pharmaserv.repave.operation.Word;
import com.pharmaserv.repave.report.Explanations.Explained;
import java.util.Arrays;
import java.util.List;

/**
 * What each command answers in JSON.
 *
 * @param file of the schema in src/docs/json
 * @param commands that answer so
 * @param records of which the answer is one
 */
record AnswerShapes(String file, List<String> commands, List<Class<? extends Answer>> records) {
  static List<AnswerShapes> all() {
    List<String> words = Arrays.stream(Word.values()).map(Word::toString).toList();
    return List.of(
        new AnswerShapes("bake", List.of("bake"), List.of(Baked.class, Plan.class)),
        new AnswerShapes("roll", List.of("roll"), List.of(Rolls.class)),
        new AnswerShapes("rotate", List.of("rotate"), List.of(Rotated.class)),
        new AnswerShapes("status", List.of("status"), List.of(ShowFleets.Status.class)),
        new AnswerShapes("steer", words, List.of(Steered.class)),
        new AnswerShapes("images", List.of("images list", "images show"), List.of(Listing.class)),
        new AnswerShapes("images-lock", List.of("images lock"), List.of(LockImages.Locking.class)),
        new AnswerShapes("images-layout", List.of("images layout"), List.of(LayImage.Laid.class)),
        new AnswerShapes("images-diff", List.of("images diff"), List.of(ImageComparison.class)),
        new AnswerShapes(
            "images-verify", List.of("images verify"), List.of(VerifyImage.Verdict.class)),
        new AnswerShapes(
            "images-block", List.of("images block", "images unblock"), List.of(Blocking.class)),
        new AnswerShapes(
            "images-release", List.of("images release"), List.of(ReleaseImages.Releases.class)),
        new AnswerShapes(
            "images-gc", List.of("images gc"), List.of(CollectImages.Collection.class)),
        new AnswerShapes(
            "images-restore", List.of("images restore"), List.of(CollectImages.Restored.class)),
        new AnswerShapes("metrics", List.of("metrics"), List.of(MeasureFleets.Measured.class)),
        new AnswerShapes("history", List.of("history"), List.of(TellHistory.History.class)),
        new AnswerShapes("journal-show", List.of("journal show"), List.of(Excerpt.class)),
        new AnswerShapes("journal-verify", List.of("journal verify"), List.of(Verification.class)),
        new AnswerShapes("audit", List.of("audit"), List.of(Audit.class, Fixed.class)),
        new AnswerShapes("repair", List.of("repair"), List.of(Repaired.class)),
        new AnswerShapes("teardown", List.of("teardown"), List.of(Teardown.class)),
        new AnswerShapes("sweep", List.of("sweep"), List.of(Sweep.class)),
        new AnswerShapes("quarantine", List.of("quarantine"), List.of(Kept.class)),
        new AnswerShapes("hold", List.of("hold", "release"), List.of(HoldFleet.Holding.class)),
        new AnswerShapes("react", List.of("react"), List.of(Reacted.class)),
        new AnswerShapes("rehearse", List.of("rehearse"), List.of(Rehearsed.class)),
        new AnswerShapes("iam-policy", List.of("iam-policy"), List.of(Policies.class)),
        new AnswerShapes(
            "local", List.of("local start", "local status"), List.of(CloudProcess.Status.class)),
        new AnswerShapes("local-stop", List.of("local stop"), List.of(CloudProcess.Stopped.class)),
        new AnswerShapes("explain", List.of("explain"), List.of(Explained.class)),
        new AnswerShapes("demo", List.of("demo"), List.of(DemoAnswer.class)));
  }

  static AnswerShapes of(String command) {
    return all().stream()
        .filter(shape -> shape.commands().contains(command))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no shape of '%s'".formatted(command)));
  }
}
