package com.pharmaserv.repave.simulation;

import com.pharmaserv.repave.plan.Decider;
import java.util.Locale;

/** Bugs by name, each with the invariant that must notice it. */
enum PlantedBug {
  SHRUNK_BEFORE_THE_SHIFT("I1"),
  VERIFYING_NOTHING("I2"),
  FORGETTING_THE_PREVIOUS_GENERATION("I4"),
  RESTORING_NOTHING("I5"),
  AUTOMATING_TWICE("I5"),
  AUTOMATING_NOTHING("I5"),
  AUTOMATING_NOBODY("I5"),
  NEVER_WARM("I6"),
  BACK_BLINDLY("I1"),
  OVERWRITING_EDITS("I5"),
  TRUSTING_EVERY_CALL("I4"),
  EMPTYING_THE_ACTIVE("I8"),
  OVERLOOKING_OTHERS("I8"),
  BLAMING_ALONE("I9"),
  COUNTING_NO_FAILURES("I10");

  private final String invariant;

  PlantedBug(String invariant) {
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }

  Decider decider() {
    return switch (this) {
      case SHRUNK_BEFORE_THE_SHIFT -> Bugs.shrunkBeforeTheShift();
      case VERIFYING_NOTHING -> Bugs.verifyingNothing();
      case FORGETTING_THE_PREVIOUS_GENERATION -> Bugs.forgettingThePreviousGeneration();
      case RESTORING_NOTHING -> Bugs.restoringNothing();
      case AUTOMATING_TWICE -> Bugs.automatingTwice();
      case AUTOMATING_NOTHING -> Bugs.automatingNothing();
      case AUTOMATING_NOBODY -> Bugs.automatingNobody();
      case OVERLOOKING_OTHERS -> Bugs.overlookingOthers();
      case NEVER_WARM -> Bugs.neverWarm();
      case BACK_BLINDLY -> Bugs.backBlindly();
      case OVERWRITING_EDITS -> Bugs.overwritingEdits();
      case TRUSTING_EVERY_CALL -> Bugs.trustingEveryCall();
      case EMPTYING_THE_ACTIVE -> Bugs.emptyingTheActive();
      case BLAMING_ALONE -> Bugs.blamingAlone();
      case COUNTING_NO_FAILURES -> Bugs.countingNoFailures();
    };
  }

  /** The bug of that name, in the spelling of {@code seeds.txt}. */
  static PlantedBug named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
