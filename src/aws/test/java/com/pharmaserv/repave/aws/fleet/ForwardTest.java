package com.pharmaserv.repave.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry.Kind;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.port.ProviderException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class ForwardTest {
  private static final HandOver.Route ROUTE =
      new HandOver.Route(
          new HandOver.Entry(Kind.RULE, "rule"),
          new HandOver.Entry(Kind.RULE, "test"),
          "blue",
          "green",
          "https://test.example");

  private static Forward read(int blue, int green) throws ProviderException {
    return Forward.production("rule", actions(blue, green), ROUTE);
  }

  private static List<Action> actions(int blue, int green) {
    return List.of(FleetWorld.forward("blue", blue, "green", green));
  }

  private static Action plain(String targetGroup) {
    return Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup).build();
  }

  @Test
  void readsWeightsAsPercentOfTheirSum() throws Exception {
    assertThat(read(100, 0).weights()).isEqualTo(new Weights(100, 0));
    assertThat(read(1, 1).weights()).isEqualTo(new Weights(50, 50));
    assertThat(read(0, 7).weights()).isEqualTo(new Weights(0, 100));
    assertThat(read(0, 0).weights()).isEqualTo(Weights.NONE);
  }

  @Test
  void neverRoundsAShareToNoneOrAll() throws Exception {
    assertThat(read(999, 1).weights()).isEqualTo(new Weights(99, 1));
    assertThat(read(1, 999).weights()).isEqualTo(new Weights(1, 99));
    assertThat(read(999, 1).exactly(new Weights(99, 1))).isFalse();
    assertThat(read(198, 2).exactly(new Weights(99, 1))).isTrue();
    assertThat(read(0, 0).exactly(new Weights(100, 0))).isFalse();
    assertThat(read(5, 0).exactly(Weights.NONE)).isFalse();
    assertThat(read(999, 1).only()).isEmpty();
    assertThat(read(3, 0).only()).contains(Slot.BLUE);
  }

  @Test
  void changesTheWeightsAndNothingElse() throws Exception {
    Action login =
        Action.builder()
            .type(ActionTypeEnum.AUTHENTICATE_COGNITO)
            .order(1)
            .authenticateCognitoConfig(c -> c.userPoolArn("pool"))
            .build();
    Action forward =
        Action.builder()
            .type(ActionTypeEnum.FORWARD)
            .order(2)
            .forwardConfig(
                c ->
                    c.targetGroups(tuple("green", 0), tuple("blue", 100))
                        .targetGroupStickinessConfig(s -> s.enabled(true).durationSeconds(600)))
            .build();

    List<Action> changed =
        Forward.production("rule", List.of(login, forward), ROUTE).with(new Weights(90, 10));

    assertThat(changed)
        .containsExactly(
            login,
            forward.toBuilder()
                .forwardConfig(
                    forward.forwardConfig().toBuilder()
                        .targetGroups(tuple("green", 10), tuple("blue", 90))
                        .build())
                .build());
  }

  /** ELBv2 never answers the secret, so sending the action back as it was read is refused. */
  @Test
  void letsAnOidcClientKeepItsSecret() throws Exception {
    Action login =
        Action.builder()
            .type(ActionTypeEnum.AUTHENTICATE_OIDC)
            .authenticateOidcConfig(c -> c.clientId("client"))
            .build();

    List<Action> changed =
        Forward.production("rule", List.of(login, FleetWorld.forward("blue", 1, "green", 0)), ROUTE)
            .with(new Weights(0, 100));

    assertThat(changed.get(0).authenticateOidcConfig().useExistingClientSecret()).isTrue();
    assertThat(changed.get(0).authenticateOidcConfig().clientId()).isEqualTo("client");
  }

  @Test
  void refusesAnEntryThatLeadsElsewhereAndNamesWhatIsThere() {
    refused(List.of(FleetWorld.forward("blue", 100, "other", 0)), "other");
    refused(List.of(plain("blue")), "blue");
    refused(List.of(Action.builder().type(ActionTypeEnum.REDIRECT).build()), "redirect");
    refused(List.of(), "[]");
  }

  private static void refused(List<Action> actions, String named) {
    assertThatThrownBy(() -> Forward.production("rule", actions, ROUTE))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("rule has the actions")
        .hasMessageContaining(named);
  }

  @Test
  void takesATestEntryThatNamesOneTargetGroupAndWritesBoth() throws Exception {
    Forward test = Forward.test("test", List.of(plain("green")), ROUTE);

    assertThat(test.only()).contains(Slot.GREEN);
    Action written = test.with(Weights.of(Slot.BLUE, 100)).get(0);
    assertThat(written.targetGroupArn()).isNull();
    assertThat(written.forwardConfig().targetGroups())
        .containsExactlyInAnyOrder(tuple("blue", 100), tuple("green", 0));
  }

  private static TargetGroupTuple tuple(String arn, int weight) {
    return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
  }
}
