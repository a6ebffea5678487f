package com.pharmaserv.repave.infra.judges;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.pharmaserv.repave.infra.Stacks;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Definitions of state machines, read by a validator that others wrote. */
class DefinitionsIT {

  @Test
  void everyDefinitionOfEveryStackIsInTheLanguage() throws IOException {
    Map<String, String> definitions = new TreeMap<>();
    Stacks.names()
        .forEach(
            stack ->
                Stacks.run(stack).inventory().of("sfn/stateMachine:StateMachine").stream()
                    .forEach(
                        machine ->
                            definitions.put(
                                stack + " " + machine.name(), machine.text("definition"))));
    assertThat(definitions).hasSizeGreaterThan(3);

    JsonNode problems = Judge.node("flows", "validate.js").answer(definitions);

    assertThat(problems).hasSameSizeAs(definitions.keySet()).allMatch(JsonNode::isEmpty);
  }

  @Test
  void theValidatorSeesAStepThatLeadsNowhereAndAnExpressionThatIsNone() throws IOException {
    Judge judge = Judge.node("flows", "validate.js");
    String nowhere = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}";
    String broken =
        "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"A\",\"States\":"
            + "{\"A\":{\"Type\":\"Pass\",\"Output\":\"{% $a( %}\",\"End\":true}}}";

    JsonNode problems = judge.answer(Map.of("nowhere", nowhere, "broken", broken));

    assertThat(problems.path("nowhere").toString()).contains("MISSING_TRANSITION_TARGET");
    assertThat(problems.path("broken").toString()).contains("/States/A/Output");
  }
}
