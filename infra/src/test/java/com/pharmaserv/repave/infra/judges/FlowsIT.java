package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The flows, carried out by an interpreter that others wrote, and the rules that start them. */
class FlowsIT {
  private static final String ENVIRONMENT = "eu-prod";
  private static final Inventory STACK = Stacks.run(ENVIRONMENT).inventory();
  private static final List<Course> COURSES = new ArrayList<>();

  /** For each rule, the sample events that it reacts to. */
  private static final Map<String, Set<String>> REACTIONS = new TreeMap<>();

  @BeforeAll
  static void runThemAll() throws IOException {
    Judge judge = Judge.python("flows", "judge.py");
    JsonNode answer = judge.answer(FlowQuestion.of(STACK, ENVIRONMENT, account()));
    answer.path("courses").forEach(course -> COURSES.add(Course.of(course)));
    for (JsonNode tried : answer.path("matches")) {
      if (tried.path("matches").asBoolean()) {
        REACTIONS
            .computeIfAbsent(tried.path("rule").asText(), rule -> new TreeSet<>())
            .add(tried.path("event").asText());
      }
    }
  }

  /** Each goes as its page in judges/flows/courses says, which people read. */
  @Test
  void everyCourseIsTheOneThatIsWrittenDown() throws IOException {
    for (String flow : FlowQuestion.flows(STACK)) {
      String text =
          COURSES.stream()
              .filter(course -> course.flow().equals(flow))
              .map(Course::text)
              .collect(Collectors.joining("\n"));
      assertThat(text).as("situations of the flow '%s' in situations.json", flow).isNotEmpty();
      Golden.check(FlowQuestion.FOLDER.resolve("courses/" + flow + ".txt"), text);
    }
  }

  @Test
  void everyStepOfEveryFlowIsReachedAndFailsOnce() throws IOException {
    for (String flow : FlowQuestion.flows(STACK)) {
      assertThat(COURSES)
          .filteredOn(course -> course.flow().equals(flow))
          .extracting(Course::failing)
          .as("steps of the flow '%s' that a course lets fail", flow)
          .containsAll(FlowQuestion.steps(STACK, flow));
    }
  }

  /** Nothing ends in silence, and what is suspicious is cut off whatever else fails. */
  @Test
  void everyCourseEndsInSuccessOrAnAlertAndSuspiciousMachinesAreCutOff() {
    List<String> telling = FlowQuestion.rulesThatTell(STACK);
    Stream<String> silent =
        COURSES.stream()
            .filter(course -> !course.succeeded() && !course.told(telling))
            .map(course -> "%s: %s: nobody is told".formatted(course.flow(), course.name()));
    Stream<String> connected =
        COURSES.stream()
            .filter(course -> course.hasMachine() && !course.failing().equals("CutOff"))
            .filter(course -> !course.cutOff())
            .map(course -> "%s: %s: not cut off".formatted(course.flow(), course.name()));

    assertThat(Stream.concat(silent, connected)).isEmpty();
  }

  /** A suspicious machine is told of even where all went well. */
  @Test
  void everyQuarantineIsTold() {
    List<String> telling = FlowQuestion.rulesThatTell(STACK);

    assertThat(COURSES)
        .filteredOn(course -> course.flow().equals("quarantine") && course.succeeded())
        .isNotEmpty()
        .allMatch(course -> course.told(telling));
  }

  /** The samples say which rules they are for; nothing else reacts to them. */
  @Test
  void everyRuleReactsToTheSamplesThatAreForItAndToNoOther() throws IOException {
    Map<String, Set<String>> wanted = new TreeMap<>();
    FlowQuestion.events()
        .forEach(
            (name, sample) ->
                sample
                    .path("matches")
                    .forEach(
                        rule ->
                            wanted
                                .computeIfAbsent(rule.asText(), each -> new TreeSet<>())
                                .add(name)));

    assertThat(REACTIONS).isEqualTo(wanted);
    assertThat(REACTIONS.keySet())
        .as("rules that some sample in judges/flows/events is for")
        .containsExactlyElementsOf(FlowQuestion.rules(STACK));
  }

  /** A pattern that takes everything would pass without these. */
  @Test
  void everyRuleLeavesASampleAloneThatIsAlmostForIt() throws IOException {
    Set<String> almost = new TreeSet<>();
    FlowQuestion.events()
        .values()
        .forEach(sample -> sample.path("almost").forEach(rule -> almost.add(rule.asText())));

    assertThat(almost)
        .as("rules that some sample in judges/flows/events is almost for")
        .containsExactlyElementsOf(FlowQuestion.rules(STACK));
  }

  private static String account() {
    return STACK.of("pulumi:providers:aws").get(0).text("allowedAccountIds").replaceAll("\\D", "");
  }
}
