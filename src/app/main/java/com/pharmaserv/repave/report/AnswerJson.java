package com.pharmaserv.repave.report;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.Swept;
import com.pharmaserv.repave.port.Disks;
import java.util.Map;

/** Answers as JSON: the record as it is, under its name. The model looks as it does in journals. */
public final class AnswerJson {
  /** Version of every answer's shape; raised when a key changes its meaning or goes. */
  public static final int VERSION = 2;

  /** What the key {@code result} says of each kind of result. */
  public static final Map<Class<?>, String> RESULTS =
      Map.ofEntries(
          Map.entry(Standing.class, "rollout"),
          Map.entry(FleetRoll.Idle.class, "idle"),
          Map.entry(FleetRoll.Refused.class, "refused"),
          Map.entry(FleetRoll.Held.class, "held"),
          Map.entry(FleetRoll.NoRoom.class, "no-room"),
          Map.entry(FleetRoll.Unvouched.class, "unvouched"),
          Map.entry(FleetRoll.Planned.class, "planned"),
          Map.entry(FleetRoll.PlannedAfter.class, "planned-after"),
          Map.entry(FleetRoll.PlannedBake.class, "planned-bake"),
          Map.entry(Steered.Planned.class, "planned-word"),
          Map.entry(Steered.Driven.class, "driven"),
          Map.entry(Steered.Heard.class, "heard"),
          Map.entry(Steered.Unheard.class, "unheard"),
          Map.entry(Steered.Objected.class, "objected"),
          Map.entry(Steered.NothingOpen.class, "nothing-open"),
          Map.entry(Fate.Kept.class, "kept"),
          Map.entry(Fate.Withdraw.class, "withdraw"),
          Map.entry(Fate.Waits.class, "waits"),
          Map.entry(Fate.Barred.class, "barred"),
          Map.entry(Fate.Restore.class, "restore"),
          Map.entry(Fate.Remove.class, "remove"),
          Map.entry(Swept.Halted.class, "halted"),
          Map.entry(Swept.Retained.class, "retained"),
          Map.entry(Swept.Orphan.class, "orphan"),
          Map.entry(Swept.Unfinished.class, "unfinished"),
          Map.entry(Swept.Taken.class, "taken"),
          Map.entry(Disks.Same.class, "same"),
          Map.entry(Disks.Different.class, "different"),
          Map.entry(Disks.Unread.class, "unread"));

  private AnswerJson() {}

  /**
   * One answer, indented.
   *
   * @param name of the command that gave it
   */
  public static String text(String name, Answer answer) throws JsonProcessingException {
    ObjectMapper mapper = mapper();
    ObjectNode whole = mapper.createObjectNode();
    whole.put("answer", name);
    whole.put("answerVersion", VERSION);
    whole.put("outcome", answer.outcome().name());
    // By way of text: a tree made directly takes whole numbers for fractions.
    whole.setAll((ObjectNode) mapper.readTree(mapper.writeValueAsString(answer)));
    return Harmless.json(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(whole));
  }

  /** The mapper of the journal, which also knows how to tell the results of operations apart. */
  public static ObjectMapper mapper() {
    ObjectMapper mapper = JournalJson.mapper().copy();
    mapper.addMixIn(FleetRoll.class, Result.class);
    mapper.addMixIn(Steered.class, Result.class);
    mapper.addMixIn(Swept.class, Result.class);
    mapper.addMixIn(Fate.class, Result.class);
    mapper.addMixIn(Disks.Copy.class, Result.class);
    RESULTS.forEach((type, name) -> mapper.registerSubtypes(new NamedType(type, name)));
    return mapper;
  }

  /** One of several kinds of results; the key {@code result} names the kind. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
  private interface Result {}
}
