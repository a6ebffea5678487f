package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.journal.JournalJson;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.FleetRoll;
import com.pharmaserv.repave.operation.Standing;
import com.pharmaserv.repave.operation.Steered;
import com.pharmaserv.repave.operation.Swept;

/** Answers as JSON: the record as it is, under its name. The model looks as it does in journals. */
final class AnswerJson {
  /** Version of every answer's shape; raised when a key changes its meaning or goes. */
  static final int VERSION = 2;

  private AnswerJson() {}

  /**
   * One answer, indented.
   *
   * @param name of the command that gave it
   */
  static String text(String name, Answer answer) throws JsonProcessingException {
    ObjectMapper mapper = mapper();
    ObjectNode whole = mapper.createObjectNode();
    whole.put("answer", name);
    whole.put("answerVersion", VERSION);
    whole.put("outcome", answer.outcome().name());
    ObjectNode record = mapper.valueToTree(answer);
    whole.setAll(record);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(whole);
  }

  /** The mapper of the journal, which also knows how to tell the results of operations apart. */
  static ObjectMapper mapper() {
    ObjectMapper mapper = JournalJson.mapper().copy();
    mapper.addMixIn(FleetRoll.class, Result.class);
    mapper.addMixIn(Steered.class, Result.class);
    mapper.addMixIn(Swept.class, Result.class);
    mapper.registerSubtypes(
        new NamedType(Standing.class, "rollout"),
        new NamedType(FleetRoll.Idle.class, "idle"),
        new NamedType(FleetRoll.Refused.class, "refused"),
        new NamedType(FleetRoll.NoRoom.class, "no-room"),
        new NamedType(FleetRoll.Planned.class, "planned"),
        new NamedType(FleetRoll.PlannedAfter.class, "planned-after"),
        new NamedType(FleetRoll.PlannedBake.class, "planned-bake"),
        new NamedType(Steered.Planned.class, "planned-word"),
        new NamedType(Steered.Heard.class, "heard"),
        new NamedType(Steered.Unheard.class, "unheard"),
        new NamedType(Steered.Objected.class, "objected"),
        new NamedType(Steered.NothingOpen.class, "nothing-open"),
        new NamedType(Swept.Halted.class, "halted"),
        new NamedType(Swept.Retained.class, "retained"),
        new NamedType(Swept.Orphan.class, "orphan"),
        new NamedType(Swept.Unfinished.class, "unfinished"),
        new NamedType(Swept.Taken.class, "taken"));
    return mapper;
  }

  /** One of several kinds of results; the key {@code result} names the kind. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "result")
  private interface Result {}
}
