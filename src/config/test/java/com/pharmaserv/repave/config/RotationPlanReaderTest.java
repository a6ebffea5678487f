package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.RotationPlan;
import com.pharmaserv.repave.model.RotationPlan.Change;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationPlanReaderTest {
  private static final ImageId OLD = new ImageId("app", "a".repeat(64));
  private static final ImageId NEW = new ImageId("app", "b".repeat(64));
  private static final RotationPlan PLAN =
      RotationPlan.of(
          Optional.of("KEV-17"),
          Map.of(
              new FleetId("eu-prod", "web"), new Change(Optional.of(OLD), NEW),
              new FleetId("eu-prod", "api"), new Change(Optional.empty(), NEW)));

  private static final String JSON =
      """
      {"answer": "rotate", "answerVersion": 2, "plan": true, "planHash": "%s",
       "emergency": "KEV-17",
       "due": [
         {"fleet": "eu-prod/web", "wave": 1, "runningImage": "%s", "image": "%s"},
         {"fleet": "eu-prod/api", "wave": 1, "image": "%s"}],
       "waits": []}
      """
          .formatted(Sha256.of(PLAN.text()), OLD.full(), NEW.full(), NEW.full());

  @Test
  void readsWhatAPlanAnswered() throws ConfigException {
    assertThat(RotationPlanReader.read(JSON, "plan.json")).isEqualTo(PLAN);
  }

  /** Each is one edit of a good file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "due"               | "dues"            | it was changed
          KEV-17              | KEV-18            | it was changed
          eu-prod/api         | eu-prod/app       | it was changed
          "rotate"            | "roll"            | is no plan of a rotation
          true                | false             | is no plan of a rotation
          eu-prod/api         | eu-prod           | due[1]: fleet 'eu-prod' must look like environment/name
          eu-prod/api         | eu-prod/web       | due[1]: fleet 'eu-prod/web' is there twice
          "wave": 1, "image"  | "wave": 1, "what" | due[1]: image id '' must look like name@digest
          "waits": []         | "waits": [        | is not JSON
          "waits": []         | "plan": true      | is not JSON: Duplicate field 'plan'
          """)
  void refusesWhatIsNotAsItWasPrinted(String piece, String by, String message) {
    String edited = JSON.replace(piece, by);
    assertThat(edited).isNotEqualTo(JSON);

    assertThatThrownBy(() -> RotationPlanReader.read(edited, "plan.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("plan.json", message, "rotate --plan --output json");
  }

  @Test
  void twoPlansHaveOneTextOnlyIfTheyChangeTheSame() {
    FleetId web = new FleetId("eu-prod", "web");
    RotationPlan one =
        RotationPlan.of(Optional.empty(), Map.of(web, new Change(Optional.of(OLD), NEW)));
    RotationPlan other =
        RotationPlan.of(Optional.empty(), Map.of(web, new Change(Optional.of(NEW), NEW)));

    assertThat(one.text()).isNotEqualTo(other.text()).isNotEqualTo(PLAN.text());
    assertThat(one.drift(one)).isEmpty();
    assertThat(one.drift(other))
        .containsExactly(
            "eu-prod/web ran app@aaaaaaaaaaaa in the plan, and runs app@bbbbbbbbbbbb now");
    assertThat(PLAN.drift(one))
        .containsExactly(
            "the plan has the emergency 'KEV-17', this run has no emergency",
            "eu-prod/api is in the plan, and is not stale now, or not asked for");
  }
}
