package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.Steered.Driven;
import com.pharmaserv.repave.operation.Steered.Heard;
import com.pharmaserv.repave.operation.Steered.NothingOpen;
import com.pharmaserv.repave.operation.Steered.Objected;
import com.pharmaserv.repave.operation.Steered.Planned;
import com.pharmaserv.repave.operation.Steered.Unheard;
import com.pharmaserv.repave.operation.Word;
import com.pharmaserv.repave.wording.Sentences;

/** What came of a person's word, in words. */
public final class SteerText {
  private SteerText() {}

  /** The answer. */
  public static Wording of(Steered steered) {
    if (steered instanceof Driven driven) {
      return Wording.result(RollText.sentence(driven.now()));
    }
    if (steered instanceof Planned planned) {
      return Wording.result(
          "Would %s (%s)"
              .formatted(effect(planned.word(), planned.now()), planned.now().rollout()));
    }
    if (steered instanceof Heard heard) {
      return Wording.result(
          "%s heard it (driven by %s): %s, %s%s"
              .formatted(
                  heard.rollout(),
                  heard.holder(),
                  heard.course(),
                  heard.phase(),
                  heard.paused() ? ", paused" : ""));
    }
    if (steered instanceof Unheard unheard) {
      return Wording.problem(
          "%s is driven by %s, which has not answered within %s s; it will pick the word up on its next turn"
              .formatted(unheard.fleet(), unheard.holder(), unheard.waited().toSeconds()));
    }
    if (steered instanceof Objected objected) {
      return Wording.problem("%s %s".formatted(objected.rollout(), Sentences.of(objected.why())));
    }
    if (steered instanceof NothingOpen nothing) {
      return Wording.problem(
          "%s has no open rollout; %s"
              .formatted(nothing.fleet(), instead(nothing.word(), nothing.fleet())));
    }
    throw new IllegalStateException("unknown answer " + steered);
  }

  private static String effect(Word word, Standing now) {
    return switch (word) {
      case ROLLBACK, ABORT -> back(word, now);
      case PAUSE -> "move no more traffic until 'repave resume'";
      case RESUME -> "go on in %s, %s".formatted(now.phase(), now.course());
      case APPROVE -> "let traffic move to %s".formatted(now.generation());
      case REJECT -> "retire %s".formatted(now.generation());
    };
  }

  private static String back(Word word, Standing now) {
    if (now.previous().isEmpty()) {
      return "take all traffic from %s and retire it: no other generation is there, so nothing serves %s afterwards, and every request fails"
          .formatted(now.generation(), now.fleet());
    }
    return word == Word.ROLLBACK
        ? "shift all traffic back to %s and retire %s"
            .formatted(now.previous().get(), now.generation())
        : "retire %s and leave %s, the active generation, as it was"
            .formatted(now.generation(), now.previous().get());
  }

  private static String instead(Word word, FleetId fleet) {
    return word == Word.ROLLBACK
        ? "to go back to an older image, roll it: '%s --image IMAGE' ('repave images list' shows them)"
            .formatted(Advice.command("roll", fleet))
        : "there is nothing to %s; see 'repave status'".formatted(word);
  }
}
