package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.infra.App;
import com.pharmaserv.repave.infra.ChangedProject;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.view.Inventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotations that are fanned out where a policy lets the line run on after a failure. */
class WavesIT {
  private static final String ENVIRONMENT = "eu-staging";
  private static final String GOOD = "good@" + "a".repeat(64);
  private static final String BAD = "bad@" + "b".repeat(64);
  private static final String WORSE = "worse@" + "c".repeat(64);

  @TempDir Path root;

  /** Fleet by fleet what came of it, as people are told. */
  private String told(List<Map<String, Object>> due, Map<String, Object> builds)
      throws IOException {
    Inventory stack =
        App.dryRun(
                ChangedProject.in(root, ENVIRONMENT, "  age:", "  stop-after: 2\n  age:"),
                ENVIRONMENT,
                Stacks.TODAY)
            .inventory();
    Map<String, Object> ends = new HashMap<>(builds);
    ends.put("plan " + ENVIRONMENT, Map.of("plan", Map.of("due", due)));
    Map<String, Object> question =
        new HashMap<>(FlowQuestion.of(stack, ENVIRONMENT, "222233334444"));
    question.put(
        "situations",
        List.of(Map.of("flow", "rotation-waves", "name", "one", "event", "daily", "builds", ends)));
    JsonNode courses = Judge.python("flows", "judge.py").answer(question).path("courses");
    for (JsonNode step : courses.path(0).path("steps")) {
      if (step.path("state").asText().equals("Tell")) {
        return step.path("does").path(0).path("arguments").path("Message").asText();
      }
    }
    throw new AssertionError("nobody is told: " + courses.path(0));
  }

  private static Map<String, Object> fleet(String name, String image) {
    return Map.of("fleet", ENVIRONMENT + "/" + name, "image", image);
  }

  private static Map<String, Object> fails(String... fleets) {
    Map<String, Object> builds = new HashMap<>();
    for (String fleet : fleets) {
      builds.put("roll " + ENVIRONMENT + " " + fleet, Map.of("exit", 3));
    }
    return builds;
  }

  @Test
  void anImageThatFailedIsTriedOnNoOtherFleetAndOthersAreUntilTooManyFailed() throws IOException {
    List<Map<String, Object>> due = new ArrayList<>();
    due.add(fleet("first", BAD));
    due.add(fleet("second", BAD));
    due.add(fleet("third", GOOD));
    due.add(fleet("fourth", WORSE));
    due.add(fleet("fifth", GOOD));

    assertThat(told(due, fails("first", "fourth")))
        .isEqualTo(
            """
            eu-staging/first to bad@bbbbbbbbbbbb: went back
            eu-staging/second to bad@bbbbbbbbbbbb: left
            eu-staging/third to good@aaaaaaaaaaaa: promoted
            eu-staging/fourth to worse@cccccccccccc: went back
            eu-staging/fifth to good@aaaaaaaaaaaa: left""");
  }
}
