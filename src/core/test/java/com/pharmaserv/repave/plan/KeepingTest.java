package com.pharmaserv.repave.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Fate.Barred;
import com.pharmaserv.repave.model.Fate.Kept;
import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Remove;
import com.pharmaserv.repave.model.Fate.Restore;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Fate.Waits;
import com.pharmaserv.repave.model.Fate.Withdraw;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Withdrawn;
import com.pharmaserv.repave.plan.Keeping.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeepingTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final Rule RULE = new Rule(2, Duration.ofDays(7), Duration.ofDays(14));

  @Test
  void whatNothingNeedsIsWithdrawn() {
    Image old = image("app", 1, 40);
    assertThat(fates(old, image("app", 2, 30), image("app", 3, 20)))
        .containsExactly(
            new Withdraw(old.id()),
            new Kept(image("app", 2, 30).id(), List.of(new Use(Need.NEWEST, "2"))),
            new Kept(image("app", 3, 20).id(), List.of(new Use(Need.NEWEST, "1"))));
  }

  @Test
  void newestAreCountedForEachRecipe() {
    assertThat(fates(image("app", 1, 40), image("worker", 2, 40), image("app", 3, 40)))
        .allMatch(Kept.class::isInstance);
  }

  @Test
  void blockedImagesAreNoneOfTheNewest() {
    Image blocked =
        image("app", 3, 20).withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", NOW)));
    assertThat(fates(image("app", 1, 40), image("app", 2, 30), blocked))
        .last()
        .isEqualTo(new Withdraw(blocked.id()));
  }

  @Test
  void youngImagesAreKeptToTheSecond() {
    Image young = image("app", 1, 7);
    Image[] newer = {image("app", 2, 5), image("app", 3, 4)};
    assertThat(fates(young, newer[0], newer[1])).first().isEqualTo(new Withdraw(young.id()));
    Rule longer = new Rule(2, Duration.ofDays(7).plusSeconds(1), Duration.ZERO);
    assertThat(
            Keeping.of(List.of(young, newer[0], newer[1]), List.of(), Map.of(), longer, NOW).get(0))
        .isEqualTo(new Kept(young.id(), List.of(new Use(Need.YOUNG, young.bakedAt().toString()))));
  }

  @Test
  void whatIsNeededIsKeptHoweverOldAndBlocked() {
    Image needed =
        image("app", 1, 400).withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", NOW)));
    Use use = new Use(Need.RUNS, "eu-prod/app-g0001");
    assertThat(Keeping.of(List.of(needed), List.of(), Map.of(needed.id(), List.of(use)), RULE, NOW))
        .containsExactly(new Kept(needed.id(), List.of(use)));
  }

  @Test
  void nobodyGoesBackToABlockedImageHoweverYoung() {
    Image blocked =
        image("app", 1, 1).withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", NOW)));
    Map<ImageId, List<Use>> uses =
        Map.of(blocked.id(), List.of(new Use(Need.WAY_BACK, "eu-prod/app")));
    assertThat(Keeping.of(List.of(blocked), List.of(), uses, RULE, NOW))
        .containsExactly(new Withdraw(blocked.id()));
  }

  /** Whoever bakes the same inputs again must find the block. */
  @Test
  void aBlockOutlivesTheTimeOfGrace() {
    Image blocked =
        image("app", 1, 1).withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", NOW)));
    assertThat(withdrawn(blocked, Duration.ofDays(4000), Map.of()))
        .isEqualTo(new Barred(blocked.id()));
  }

  @Test
  void withdrawnImagesWaitForTheTimeOfGraceAndGo() {
    Image image = image("app", 1, 400);
    assertThat(withdrawn(image, Duration.ofDays(14).minusSeconds(1), Map.of()))
        .isEqualTo(new Waits(image.id(), NOW.plusSeconds(1)));
    assertThat(withdrawn(image, Duration.ofDays(14), Map.of())).isEqualTo(new Remove(image.id()));
  }

  @Test
  void withdrawnImagesThatAreNeededComeBack() {
    Image image = image("app", 1, 400);
    Use use = new Use(Need.WAY_BACK, "eu-prod/app");
    assertThat(withdrawn(image, Duration.ofDays(400), Map.of(image.id(), List.of(use))))
        .isEqualTo(new Restore(image.id(), List.of(use)));
  }

  /** Whatever a fleet would be rolled to by itself stays, however many candidates came after. */
  @Test
  void theNewestForEachChannelIsKeptHoweverOld() {
    Image older = released(image("app", 1, 90), Channel.PRODUCTION);
    Image production = released(image("app", 2, 80), Channel.PRODUCTION);
    Image staging = released(image("app", 3, 70), Channel.STAGING);
    Image worker = released(image("worker", 4, 60), Channel.PRODUCTION);
    Image taken = released(image("app", 5, 50), Channel.CANDIDATE);
    List<Fate> fates =
        fates(
            older,
            production,
            staging,
            taken,
            image("app", 6, 40),
            image("app", 7, 30),
            worker,
            image("worker", 8, 20),
            image("worker", 9, 20));
    assertThat(fates)
        .startsWith(
            new Withdraw(older.id()),
            new Kept(production.id(), List.of(new Use(Need.RELEASED, "production"))),
            new Kept(staging.id(), List.of(new Use(Need.RELEASED, "staging"))),
            new Withdraw(taken.id()))
        .contains(
            new Kept(
                worker.id(),
                List.of(new Use(Need.RELEASED, "staging"), new Use(Need.RELEASED, "production"))));
  }

  @Test
  void whatWasReleasedAndBlockedIsNotTheNewestForAnything() {
    Image good = released(image("app", 1, 90), Channel.PRODUCTION);
    Image bad =
        released(image("app", 2, 80), Channel.PRODUCTION)
            .withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", NOW)));
    assertThat(fates(good, bad, image("app", 3, 70), image("app", 4, 60)))
        .startsWith(
            new Kept(
                good.id(),
                List.of(new Use(Need.RELEASED, "staging"), new Use(Need.RELEASED, "production"))),
            new Withdraw(bad.id()));
  }

  private static Image released(Image image, Channel channel) {
    return image.in(channel, new Image.Release("passed all", "anna", NOW));
  }

  @Test
  void atLeastTheNewestIsKept() {
    assertThatThrownBy(() -> new Rule(0, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
    assertThatThrownBy(() -> new Rule(1, Duration.ofDays(-1), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  private static List<Fate> fates(Image... images) {
    return Keeping.of(List.of(images), List.of(), Map.of(), RULE, NOW);
  }

  private static Fate withdrawn(Image image, Duration ago, Map<ImageId, List<Use>> uses) {
    return Keeping.of(
            List.of(), List.of(new Withdrawn(image, "anna", NOW.minus(ago))), uses, RULE, NOW)
        .get(0);
  }

  private static Image image(String name, int number, int days) {
    return new Image(
        new ImageId(name, "%064x".formatted(number)),
        name,
        Integer.toString(number),
        "platform",
        NOW.minus(Duration.ofDays(days)),
        new TreeMap<>(),
        Optional.empty());
  }
}
