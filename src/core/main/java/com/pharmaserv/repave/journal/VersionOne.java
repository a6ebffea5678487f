package com.pharmaserv.repave.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Reads records of format version 1 as those of version 2: a rollout's state was flat there, with
 * every field of every phase in it, and reasons were sentences. The bytes on disk, and what their
 * hashes cover, stay as they are.
 */
final class VersionOne {
  static final int VERSION = 1;

  /** How version 1 put together why a rollout went back and why it then halted. */
  private static final String THEN = "; then ";

  private final ObjectMapper json;

  VersionOne(ObjectMapper json) {
    this.json = json;
  }

  /** The record's body as version 2 would have written it. */
  JsonNode upgraded(JsonNode old) {
    ObjectNode record = old.deepCopy();
    switch (record.path("entry").asText()) {
      case "decision" -> {
        ObjectNode state = (ObjectNode) old.get("state");
        record.set("state", state(state));
        record.set("why", said(old.path("why").asText()));
        record.withArray("actions").forEach(action -> action(action, state.path("id")));
      }
      case "intent" -> action(record.path("action"), old.path("rollout"));
      default -> {} // Outcomes and judgments read the same.
    }
    return record;
  }

  /** Blocks named the rollout within their sentence. */
  private void action(JsonNode action, JsonNode rollout) {
    if (action instanceof ObjectNode block && "block-image".equals(block.path("action").asText())) {
      String text = block.path("reason").asText();
      int colon = text.indexOf(": ");
      block.set("rollout", rollout);
      block.set("reason", said(colon < 0 ? text : text.substring(colon + 2)));
    }
  }

  private ObjectNode said(String sentence) {
    return json.createObjectNode().put("code", "said").put("sentence", sentence);
  }

  private ObjectNode state(ObjectNode old) {
    ObjectNode state = json.createObjectNode();
    for (String same :
        new String[] {"id", "from", "to", "reason", "traffic", "undo", "signalSeen"}) {
      if (old.has(same)) {
        state.set(same, old.get(same));
      }
    }
    state.set("stage", stage(old));
    return state;
  }

  private ObjectNode stage(ObjectNode old) {
    String course = old.path("course").asText();
    if (old.has("end")) {
      ObjectNode end = old.get("end").deepCopy();
      end.set("reason", said(end.path("reason").asText()));
      ObjectNode stage = named("ended");
      stage.set("last", underway(old, course, old.path("cause").path("text").asText()));
      stage.set("end", end);
      return stage;
    }
    if (!course.equals("HALT")) {
      return underway(old, course, old.path("cause").path("text").asText());
    }
    String before = old.path("cause").path("before").asText("FORWARD");
    String text = old.path("cause").path("text").asText("halted");
    int then = text.lastIndexOf(THEN);
    boolean twice = !before.equals("FORWARD") && then >= 0;
    ObjectNode stage = named("halted");
    stage.set("at", underway(old, before, twice ? text.substring(0, then) : text));
    stage.set("cause", said(twice ? text.substring(then + THEN.length()) : text));
    return stage;
  }

  private ObjectNode underway(ObjectNode old, String course, String cause) {
    return course.equals("FORWARD") ? forward(old) : back(old, course, cause);
  }

  private ObjectNode forward(ObjectNode old) {
    String phase = old.path("phase").asText();
    ObjectNode stage =
        switch (phase) {
          case "PREPARE" -> copied(paced("preparing", old), old, "approved");
          case "LAUNCH" -> copied(paced("launching", old), old, "approved");
          case "WARM_UP" -> copied(paced("warming-up", old), old, "approved", "stableSince");
          case "VERIFY" ->
              copied(
                  paced(old.path("verified").asBoolean() ? "verified" : "verifying", old),
                  old,
                  "approved",
                  "stableSince");
          case "SHIFT" ->
              copied(paced("shifting", old), old, "step", "stableSince", "lackingSince");
          case "SOAK" -> copied(paced("soaking", old), old, "step", "stableSince", "lackingSince");
          case "PROMOTE" -> spanned("promoting", old);
          case "RETAIN" -> spanned("retaining", old);
          case "DRAIN" -> copied(spanned("draining", old), old, "quietSince");
          case "RETIRE" -> spanned("retiring", old).put("deleted", old.has("quietSince"));
          default -> throw new IllegalArgumentException("unknown phase '%s'".formatted(phase));
        };
    if (phase.equals("VERIFY") && !old.path("verified").asBoolean() && old.has("quietSince")) {
      stage.set("passingSince", old.get("quietSince"));
    }
    return stage;
  }

  private ObjectNode back(ObjectNode old, String course, String cause) {
    String phase = old.path("phase").asText();
    ObjectNode stage =
        switch (phase) {
          case "SHIFT" -> spanned("shifting-back", old);
          case "DRAIN" -> copied(spanned("draining-back", old), old, "quietSince");
          case "RETIRE" -> spanned("retiring-back", old).put("deleted", old.has("quietSince"));
          default ->
              throw new IllegalArgumentException(
                  "nothing goes back in phase '%s'".formatted(phase));
        };
    ObjectNode retreat = stage.putObject("retreat");
    retreat.put("way", course);
    retreat.set("cause", said(cause));
    retreat.set("blames", old.path("blames"));
    return stage;
  }

  private ObjectNode named(String stage) {
    return json.createObjectNode().put("stage", stage);
  }

  private ObjectNode spanned(String name, ObjectNode old) {
    ObjectNode stage = named(name);
    stage.set("span", span(old));
    return stage;
  }

  private ObjectNode paced(String name, ObjectNode old) {
    ObjectNode stage = named(name);
    ObjectNode pace = stage.putObject("pace");
    pace.set("span", span(old));
    copied(pace, old, "pause");
    return stage;
  }

  private ObjectNode span(ObjectNode old) {
    return copied(json.createObjectNode(), old, "since", "until");
  }

  private static ObjectNode copied(ObjectNode to, ObjectNode from, String... fields) {
    for (String field : fields) {
      if (from.has(field)) {
        to.set(field, from.get(field));
      }
    }
    return to;
  }
}
