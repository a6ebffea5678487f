package com.pharmaserv.repave.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.model.Reaction;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.SecurityFinding;
import com.pharmaserv.repave.model.SecurityFinding.Detector;
import com.pharmaserv.repave.plan.Reacting;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events as AWS documents them, what is done about each, and everything that is none of them. */
class FindingReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MACHINE = "i-0123456789abcdef0";

  private static ObjectNode event(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FindingReaderTest.class.getResourceAsStream("events/" + name + ".json"), name)) {
      JsonNode file = JSON.readTree(in);
      assertThat(file.path("source").asText()).startsWith("https://docs.aws.amazon.com/");
      return (ObjectNode) file.get("event");
    }
  }

  private static List<String> problems(String json) {
    return Projects.problems(() -> FindingReader.read(json, "event.json"));
  }

  @ParameterizedTest
  @CsvSource({
    "guardduty-high-on-a-machine, QUARANTINE, finding-fits",
    "guardduty-medium-on-a-machine, NOTE, finding-minor",
    "guardduty-high-archived, NOTE, finding-closed",
    "guardduty-high-on-a-key, NOTE, finding-on-no-machine",
    "inspector-critical-with-exploit, TELL, finding-fits",
    "inspector-critical-without-exploit, NOTE, finding-minor",
    "inspector-closed, NOTE, finding-closed",
    "securityhub-high-on-a-machine, TELL, finding-fits",
    "securityhub-label-alone, TELL, finding-fits",
    "securityhub-suppressed, NOTE, finding-closed",
    "securityhub-on-a-bucket, NOTE, finding-on-no-machine"
  })
  void isAnsweredByTheRules(String name, Reaction reaction, String code) throws Exception {
    Reacting reacting =
        Reacting.to(FindingReader.read(event(name).toString(), "event.json"), ReactionRule.DEFAULT);

    assertThat(reacting.reaction()).isEqualTo(reaction);
    assertThat(reacting.reason().code().code()).isEqualTo(code);
  }

  @Test
  void readsWhatItNeeds() throws Exception {
    assertThat(FindingReader.read(event("guardduty-high-on-a-machine").toString(), "event.json"))
        .isEqualTo(
            new SecurityFinding(
                Detector.GUARDDUTY,
                "44c6c1b2d0b8a7e1f3c94d5a6b7e8f90",
                "The machine asks for a mining pool's name.",
                List.of("CryptoCurrency:EC2/BitcoinTool.B!DNS"),
                "111122223333",
                "eu-west-1",
                8,
                true,
                true,
                Optional.of(MACHINE)));
    SecurityFinding hub =
        FindingReader.read(event("securityhub-high-on-a-machine").toString(), "event.json");
    assertThat(hub.severity()).isEqualTo(8);
    assertThat(hub.machine()).contains(MACHINE);
  }

  @Test
  void theFindingSaysWhereItIsNotWhoCollectedIt() throws Exception {
    ObjectNode collected = event("securityhub-high-on-a-machine");
    collected.put("account", "999999999999").put("region", "us-east-1");

    SecurityFinding finding = FindingReader.read(collected.toString(), "event.json");
    assertThat(finding.account()).isEqualTo("111122223333");
    assertThat(finding.region()).isEqualTo("eu-west-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nothing",
        "{\"source\": \"aws.guardduty\", \"source\": \"aws.ec2\"}",
        "{} {}"
      })
  void saysThatItIsNoJson(String text) {
    assertThat(problems(text))
        .singleElement()
        .asString()
        .startsWith("event.json: is ")
        .doesNotContain("StreamReadFeature");
  }

  @ParameterizedTest
  @CsvSource({
    "aws.ec2, EC2 Instance State-change Notification",
    "aws.guardduty, GuardDuty Malware Protection Object Scan Result",
    "aws.securityhub, Findings Imported V2",
    "'', ''"
  })
  void refusesOtherEventsByName(String source, String type) throws Exception {
    ObjectNode other = event("guardduty-high-on-a-machine");
    other.put("source", source).put("detail-type", type);

    assertThat(problems(other.toString()))
        .singleElement()
        .asString()
        .contains("is an event '" + type + "' of '" + source + "'")
        .contains("GuardDuty Finding, Inspector2 Finding, Security Hub Findings - Imported");
  }

  @Test
  void namesAllThatIsMissing() throws Exception {
    ObjectNode bare = event("guardduty-high-on-a-machine");
    bare.remove(List.of("account", "region"));
    bare.putObject("detail").put("severity", "high");

    assertThat(problems(bare.toString()))
        .hasSize(4)
        .anyMatch(p -> p.contains("without an id"))
        .anyMatch(p -> p.contains("without an account"))
        .anyMatch(p -> p.contains("without a region"))
        .anyMatch(p -> p.contains("without a severity"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 10.5, 99})
  void refusesASeverityThatIsNone(double severity) throws Exception {
    ObjectNode wrong = event("guardduty-high-on-a-machine");
    ((ObjectNode) wrong.get("detail")).put("severity", severity);

    assertThat(problems(wrong.toString())).singleElement().asString().contains("from 0 to 10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "i-", "../etc", "i-0123456789abcdef0; rm", "ami-0123456789abcdef0"})
  void refusesANameThatIsNoMachines(String name) throws Exception {
    ObjectNode wrong = event("guardduty-high-on-a-machine");
    ((ObjectNode) wrong.at("/detail/resource/instanceDetails")).put("instanceId", name);

    assertThat(problems(wrong.toString()))
        .singleElement()
        .asString()
        .contains("instance '" + name + "', which is no name of one");
  }

  @Test
  void takesOneFindingAtATime() throws Exception {
    ObjectNode two = event("securityhub-high-on-a-machine");
    ObjectNode detail = (ObjectNode) two.get("detail");
    detail.withArray("findings").add(detail.get("findings").get(0));

    assertThat(problems(two.toString())).singleElement().asString().contains("has 2 findings");
  }
}
