package com.pharmaserv.repave.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.RotationPlan.Change;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a plan of a rotation from the JSON in which it was answered, and trusts nothing in it. */
public final class RotationPlanReader {
  /** A plan of a thousand fleets has about 2 MiB. */
  public static final int BYTES_MAX = 16 * 1024 * 1024;

  private static final String REMEDY =
      "give what 'repave rotate --plan --output json' has printed, unchanged";

  private final Problems problems;

  private RotationPlanReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a plan.
   *
   * @param source where it stands, for messages
   * @throws ConfigException if it is none, or is not as it was printed
   */
  public static RotationPlan read(String json, String source) throws ConfigException {
    Problems problems = new Problems(source);
    Optional<RotationPlan> plan = new RotationPlanReader(problems).plan(json);
    problems.throwIfAny();
    return plan.orElseThrow();
  }

  private Optional<RotationPlan> plan(String json) {
    return StrictJson.read(json, problems, REMEDY).flatMap(this::plan);
  }

  private Optional<RotationPlan> plan(JsonNode answer) {
    if (!answer.path("answer").asText().equals("rotate") || !answer.path("plan").asBoolean(false)) {
      problems.add("is no plan of a rotation", REMEDY);
      return Optional.empty();
    }
    Map<FleetId, Change> fleets = new TreeMap<>();
    int index = 0;
    for (JsonNode due : answer.path("due")) {
      add(due, "due[%s]".formatted(index++), fleets);
    }
    if (problems.any()) {
      return Optional.empty();
    }
    Optional<String> emergency =
        Optional.of(answer.path("emergency")).filter(JsonNode::isTextual).map(JsonNode::asText);
    RotationPlan plan = RotationPlan.of(emergency, fleets);
    String hash = Sha256.of(plan.text());
    if (!answer.path("planHash").asText().equals(hash)) {
      problems.add(
          "says planHash '%s', and what it wants has %s: it was changed"
              .formatted(Words.plain(answer.path("planHash").asText()), hash),
          REMEDY);
      return Optional.empty();
    }
    return Optional.of(plan);
  }

  private void add(JsonNode due, String where, Map<FleetId, Change> fleets) {
    try {
      String[] name = due.path("fleet").asText().split("/", -1);
      if (name.length != 2) {
        throw new IllegalArgumentException(
            "fleet '%s' must look like environment/name".formatted(due.path("fleet").asText()));
      }
      Optional<ImageId> from =
          due.hasNonNull("runningImage")
              ? Optional.of(ImageId.parse(due.path("runningImage").asText()))
              : Optional.empty();
      Change change = new Change(from, ImageId.parse(due.path("image").asText()));
      if (fleets.put(new FleetId(name[0], name[1]), change) != null) {
        throw new IllegalArgumentException(
            "fleet '%s/%s' is there twice".formatted(name[0], name[1]));
      }
    } catch (IllegalArgumentException bad) {
      problems.add(where + ": " + Words.plain(String.valueOf(bad.getMessage())), REMEDY);
    }
  }
}
