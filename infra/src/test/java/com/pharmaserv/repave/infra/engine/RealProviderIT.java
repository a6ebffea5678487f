package com.pharmaserv.repave.infra.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.infra.Stacks;
import com.pharmaserv.repave.infra.engine.Changes.Change;
import com.pharmaserv.repave.model.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The program under the real Pulumi engine and the provider's real code, with an emulated account
 * behind it: what the provider's own checks say, what it sends, and what it makes of answers. Not
 * in the test command, because it takes minutes and a plugin that not every machine has: {@code
 * infra/real-provider}. One stack is made once and then looked at; none of the tests changes what
 * another looks at, and the one that could comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealProviderIT {
  private static final String STACK = "eu-prod";
  private static final String REGION = "eu-west-1";
  private static final String PARAMETER = "aws:ssm/parameter:Parameter";
  private static final String FORWARD = "Actions.member.1.ForwardConfig.";
  private static final String RULE = "eu-west-1-app-production";
  private static final Pattern GROUP =
      Pattern.compile("<TargetGroupArn>([^<]+)</TargetGroupArn>\\s*<Weight>([0-9]+)</Weight>");
  private static final Pattern DURATION =
      Pattern.compile("<DurationSeconds>([0-9]+)</DurationSeconds>");

  @TempDir private static Path folder;
  private static RealProvider provider;
  private static Emulator emulator;
  private static Workplace made;

  @BeforeAll
  static void makeStack() throws ConfigException, IOException, InterruptedException {
    provider = RealProvider.find();
    emulator = Emulator.start(provider.python(), folder.resolve("made-account"), account(STACK));
    made = provider.place(folder.resolve("made"), STACK, emulator);
    // Most of it waits, for things to be as AWS has them some minutes later.
    made.pulumi("up", "--yes", "--skip-preview", "--parallel", "32").succeeded();
  }

  @AfterAll
  static void closeAccount() {
    if (emulator != null) {
      emulator.close();
    }
  }

  private static Environment.Aws account(String stack) throws ConfigException {
    return Stacks.project().environment(stack).aws().orElseThrow();
  }

  static Stream<String> stacks() {
    return Stacks.names();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  @Order(1)
  void aFirstPreviewHasNoErrorAndNoWarning(String stack)
      throws ConfigException, IOException, InterruptedException {
    Path account = folder.resolve(stack + "-account");
    try (Emulator empty = Emulator.start(provider.python(), account, account(stack))) {
      Workplace place = provider.place(folder.resolve(stack), stack, empty);

      Changes first = Changes.of(place.pulumi("preview", "--json").succeeded());

      assertThat(first.complaints()).isEmpty();
      assertThat(first.created()).isGreaterThan(500);
      assertThat(first.changes()).hasSize(first.created());
    }
  }

  /** What the emulator refused was taken as made, so that all that stands on it was tried, too. */
  @Test
  @Order(2)
  void everythingIsMadeButWhatTheEmulatorIsKnownToRefuse() throws IOException {
    Map<List<String>, List<String>> seen = new TreeMap<>(Known.ORDER);
    for (Refusal refusal : emulator.refused()) {
      seen.computeIfAbsent(List.of(refusal.type(), refusal.call()), key -> new ArrayList<>())
          .add(refusal.message());
    }

    Known.read("gaps.tsv").explains(seen);
  }

  @Test
  @Order(3)
  void aSecondPreviewFindsOnlyWhatTheEmulatorIsKnownToInvent()
      throws IOException, InterruptedException {
    Changes second = Changes.of(made.pulumi("preview", "--json").out());

    Map<List<String>, List<String>> seen = new TreeMap<>(Known.ORDER);
    for (Change change : second.changes()) {
      for (String property : change.properties()) {
        seen.computeIfAbsent(List.of(change.type(), property), key -> new ArrayList<>())
            .add(change.change() + " " + change.name());
      }
    }
    assertThat(second.complaints()).isEmpty();
    Known.read("differences.tsv").explains(seen);
  }

  @Test
  @Order(4)
  void destroyIsRefusedAtTheHandOver() throws IOException, InterruptedException {
    String before = made.state();

    Command.Result refused = made.pulumi("destroy", "--yes", "--skip-preview");

    assertThat(refused.code()).isNotZero();
    assertThat(refused.out() + refused.err()).contains("protected").contains(PARAMETER);
    assertThat(urns(made.state())).isEqualTo(urns(before));
    assertThat(weights()).hasSize(2);
  }

  /** The provider reads them, says so, and leaves them. */
  @Test
  @Order(5)
  void weightsThatARolloutHasShiftedStay() throws IOException, InterruptedException {
    String urn = made.urn(RULE);
    assertThat(weights().values()).containsExactlyInAnyOrder(100, 0);
    Map<String, Integer> shifted = new TreeMap<>();
    weights().forEach((group, weight) -> shifted.put(group, weight == 100 ? 25 : 75));
    shift(shifted);
    assertThat(weights()).isEqualTo(shifted);

    String printed =
        made.pulumi("up", "--yes", "--skip-preview", "--refresh", "--diff", "--target", urn)
            .succeeded();

    // Which of the two stands first is the provider's to decide.
    assertThat(printed)
        .containsPattern("weight: (0|100) => 75")
        .contains(" unchanged")
        .doesNotContain("updated");
    assertThat(known()).isEqualTo(shifted);
    assertThat(weights()).isEqualTo(shifted);
  }

  /** What the state says of the first fleet's weights, by their groups. */
  private static Map<String, Integer> known() throws IOException {
    Map<String, Integer> known = new TreeMap<>();
    made.outputs(RULE)
        .at("/actions/0/forward/targetGroups")
        .forEach(group -> known.put(group.path("arn").asText(), group.path("weight").asInt()));
    return known;
  }

  private static List<String> urns(String state) {
    return Pattern.compile("\"urn\": \"([^\"]+)\"")
        .matcher(state)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** The rule of the first fleet, as it is at the emulator. */
  private static String rule() throws IOException, InterruptedException {
    String arn = made.output(RULE, "arn");
    return emulator.balancers(REGION, Map.of("Action", "DescribeRules", "RuleArns.member.1", arn));
  }

  /** The first fleet's weights at the emulator, by their groups. */
  private static Map<String, Integer> weights() throws IOException, InterruptedException {
    return GROUP
        .matcher(rule())
        .results()
        .collect(
            Collectors.toMap(
                group -> group.group(1),
                group -> Integer.valueOf(group.group(2)),
                Integer::sum,
                TreeMap::new));
  }

  /** As a rollout does, behind Pulumi's back: other weights, and all else as it was. */
  private static void shift(Map<String, Integer> weights) throws IOException, InterruptedException {
    Map<String, String> form = new TreeMap<>();
    form.put("Action", "ModifyRule");
    form.put("RuleArn", made.output(RULE, "arn"));
    form.put("Actions.member.1.Type", "forward");
    form.put("Actions.member.1.Order", "1");
    int member = 1;
    for (Map.Entry<String, Integer> each : weights.entrySet()) {
      String group = FORWARD + "TargetGroups.member.%s.".formatted(member++);
      form.put(group + "TargetGroupArn", each.getKey());
      form.put(group + "Weight", String.valueOf(each.getValue()));
    }
    form.put(FORWARD + "TargetGroupStickinessConfig.Enabled", "false");
    Matcher duration = DURATION.matcher(rule());
    if (duration.find()) {
      form.put(FORWARD + "TargetGroupStickinessConfig.DurationSeconds", duration.group(1));
    }
    emulator.balancers(REGION, form);
  }
}
