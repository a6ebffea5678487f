package com.pharmaserv.repave.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static void refuses(ThrowingCallable making, String part) {
    assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(part);
  }

  private static Policy policy(int floor, Integer... steps) {
    Duration second = Duration.ofSeconds(1);
    return new Policy(
        List.of(steps), second, second, floor, false, List.of(), Policy.Bounds.DEFAULT);
  }

  @Test
  void weightsSumToAHundredOrAreNone() {
    assertThat(Weights.of(Slot.GREEN, 5)).isEqualTo(new Weights(95, 5));
    assertThat(Weights.of(Slot.BLUE, 100).share(Slot.GREEN)).isZero();
    refuses(() -> new Weights(60, 60), "60/60");
    refuses(() -> new Weights(-1, 101), "-1/101");
    assertThat(Weights.NONE).isEqualTo(new Weights(0, 0));
  }

  @Test
  void stepsRiseToAHundred() {
    assertThat(policy(80, 5, 25, 100).steps()).hasSize(3);
    refuses(() -> policy(80, 5, 25), "[5, 25]");
    refuses(() -> policy(80, 25, 5, 100), "must rise");
    refuses(() -> policy(80, 0, 100), "must rise");
    refuses(() -> policy(0, 100), "floor 0%");
  }

  @Test
  void neededMachinesAreRoundedUpAndNeverNoneForTraffic() {
    Policy policy = policy(80, 100);
    assertThat(policy.needed(3, 100)).isEqualTo(3);
    assertThat(policy.needed(10, 100)).isEqualTo(8);
    assertThat(policy.needed(10, 5)).isEqualTo(1);
    assertThat(policy.needed(10, 0)).isZero();
    assertThat(policy.needed(0, 100)).isEqualTo(1);
    assertThat(policy.needed(1000, 100)).isEqualTo(800);
  }

  @Test
  void idsAreTheSameUnderALocaleWithOtherDigits() {
    Locale before = Locale.getDefault();
    FleetId fleet = new FleetId("eu-prod", "app");
    try {
      Locale.setDefault(new Locale("ar", "EG"));
      assertThat("%d".formatted(42)).as("this locale has other digits").isNotEqualTo("42");
      assertThat(new GenerationId(fleet, 42)).hasToString("app-g0042");
      assertThat(new RolloutId(fleet, 42)).hasToString("app-r0042");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesAreShortAndPlain() {
    assertThat(Names.require("fleet", "web-1")).isEqualTo("web-1");
    refuses(() -> Names.require("fleet", "Web"), "'Web'");
    refuses(() -> Names.require("fleet", "web-"), "'web-'");
    refuses(() -> Names.require("fleet", "../etc"), "'../etc'");
    refuses(() -> Names.require("fleet", "a".repeat(25)), "at most 24");
  }

  @Test
  void digestsAreWholeAndNumbersBeginAtOne() {
    refuses(() -> new ImageId("app", "abc"), "'abc'");
    refuses(() -> ImageId.parse("app"), "'app'");
    FleetId fleet = new FleetId("eu-prod", "app");
    assertThat(new GenerationId(fleet, 42).qualifiedName()).isEqualTo("repave-eu-prod-app-g0042");
    refuses(() -> new GenerationId(fleet, 0), "0");
    assertThat(new RolloutId(fleet, 7)).hasToString("app-r0007");
  }

  @Test
  void refusesACapacityThatIsNotOrdered() {
    refuses(() -> new Capacity(3, 2, 5), "min 3, desired 2, max 5");
    refuses(() -> new Capacity(0, 2, 5), "1 <=");
    refuses(() -> new Capacity(1, 2, 1001), "1000");
  }

  @Test
  void refusesMoreFailuresThanRequests() {
    Instant now = Instant.EPOCH;
    refuses(
        () -> new Measurement(now, now, 1, 2, Duration.ZERO, Duration.ZERO), "1 requests with 2");
    assertThat(new Measurement(now, now, 0, 0, Duration.ZERO, Duration.ZERO).failurePercent())
        .isZero();
  }

  @Test
  void undoPutsBackOnlyWhatStillStandsAsItWasSet() {
    Settings before = Settings.of(2, 6, List.of("A"), false);
    Settings during = Settings.of(4, 6, List.of("A", "B"), true);
    Undo undo = new Undo(before, during);
    assertThat(undo.restored(during)).isEqualTo(before);
    assertThat(undo.restored(Settings.of(5, 9, List.of("A", "B", "C"), true)))
        .isEqualTo(new Settings(5, 9, new TreeSet<>(List.of("A", "C")), false));
    assertThat(undo.applied(before)).isEqualTo(during);
  }

  @Test
  void handsAutomationOverWithAPersonsEditsAndGivesItBack() {
    Settings before = automated("cpu", "50", "night", "2");
    Undo pinned = new Undo(before, before.withMin(4));
    Settings edited = automated("cpu", "70", "night", "2").withMin(4);
    Undo handing = pinned.handingOver(edited);
    assertThat(handing.applied(edited).automation()).isEqualTo(Automation.NONE);
    assertThat(handing.handingOver(edited))
        .as("decided again after a stale look")
        .isEqualTo(handing);
    assertThat(handing.restored(handing.applied(edited)))
        .isEqualTo(automated("cpu", "70", "night", "2"));
  }

  private static Settings automated(String first, String text, String second, String other) {
    return Settings.of(2, 6, List.of(), true)
        .withAutomation(Automation.of(Map.of(first, text, second, other)));
  }

  @Test
  void channelsTakeWhatWasReleasedFurther() {
    assertThat(Channel.codes()).containsExactly("candidate", "staging", "production");
    assertThat(Channel.PRODUCTION.covers(Channel.STAGING)).isTrue();
    assertThat(Channel.STAGING.covers(Channel.STAGING)).isTrue();
    assertThat(Channel.CANDIDATE.covers(Channel.STAGING)).isFalse();
    assertThat(Channel.parse("staging")).isEqualTo(Channel.STAGING);
    refuses(
        () -> Channel.parse("prod"),
        "channel 'prod' must be one of candidate, staging, production");
  }

  @Test
  void nothingIsReleasedByNobody() {
    ImageId id = new ImageId("app", "a".repeat(64));
    refuses(
        () ->
            new Image(
                id,
                "app",
                "1",
                "me",
                Instant.EPOCH,
                new TreeMap<>(),
                Optional.empty(),
                Channel.STAGING,
                Optional.empty()),
        "image app@aaaaaaaaaaaa has channel staging, and nobody released it");
  }
}
