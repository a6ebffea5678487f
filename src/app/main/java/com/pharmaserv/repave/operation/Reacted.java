package com.pharmaserv.repave.operation;

import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.Reason;
import com.pharmaserv.repave.operation.BlockImages.Blocking;
import java.util.Optional;

/**
 * What was done about a finding; in a plan, what would be.
 *
 * @param finding in one line
 * @param machine which it is about
 * @param runs the image of that machine, where a person has to judge it
 * @param quarantine what became of the machine, if it is kept apart
 * @param blocking what became of its image, if that is blocked
 * @param why that is the reaction
 */
public record Reacted(
    boolean plan,
    String finding,
    Reaction reaction,
    Optional<String> machine,
    Optional<String> runs,
    Optional<Kept> quarantine,
    Optional<Blocking> blocking,
    Reason why)
    implements Answer {
  @Override
  public Outcome outcome() {
    return switch (reaction) {
      case QUARANTINE -> quarantine.map(Kept::outcome).orElse(Outcome.FAILED);
      case BLOCK_IMAGE -> blocking.map(Blocking::outcome).orElse(Outcome.FAILED);
      case TELL -> Outcome.WAITING;
      case NOTE -> Outcome.DONE;
    };
  }
}
