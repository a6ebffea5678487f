package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.simulation.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImageChoiceTest {
  private static final Fleet FLEET =
      Scenarios.fleet(2, true, Scenarios.policy(false, Duration.ZERO, 100));
  private static final Fleet PRODUCTION = FLEET.asking(Channel.PRODUCTION);

  private final Image first = in(1, Channel.PRODUCTION);
  private final Image second = in(2, Channel.STAGING);
  private final Image third = image(3);

  private static Image image(int number) {
    ImageId id = new ImageId("app", "%064x".formatted(number));
    return new Image(id, "app", "1", "me", Instant.EPOCH, new TreeMap<>(), Optional.empty());
  }

  private static Image in(int number, Channel channel) {
    return image(number).in(channel, new Image.Release("good", "anna", Instant.EPOCH));
  }

  private static Image blocked(Image image) {
    return image.withBlock(Optional.of(new Image.Block("CVE-2026-1", "anna", Instant.EPOCH)));
  }

  private Image choose(Fleet fleet) throws Exception {
    return ImageChoice.choose(List.of(first, second, third), fleet, Optional.empty());
  }

  @Test
  void choosesTheNewestThatTheEnvironmentMayRoll() throws Exception {
    assertThat(choose(FLEET)).isEqualTo(third);
    assertThat(choose(FLEET.asking(Channel.STAGING))).isEqualTo(second);
    assertThat(choose(PRODUCTION)).isEqualTo(first);
  }

  /** The opening says why it does not roll. */
  @Test
  void takesTheOneThatIsNamedWhateverItsChannel() throws Exception {
    Optional<String> word = Optional.of(third.id().full());
    assertThat(ImageChoice.choose(List.of(first, third), PRODUCTION, word)).isEqualTo(third);
  }

  @Test
  void saysWhatToReleaseWhereNothingIs() {
    assertThatThrownBy(
            () -> ImageChoice.choose(List.of(second, third), PRODUCTION, Optional.empty()))
        .isInstanceOf(NoImageException.class)
        .hasMessageContaining("no image of 'app' is released to production")
        .hasMessageContaining("environment 'sim-eu' asks")
        .hasMessageContaining(
            "repave images release %s -e sim-eu --to production".formatted(third.id()));
    assertThatThrownBy(
            () -> ImageChoice.choose(List.of(blocked(first)), PRODUCTION, Optional.empty()))
        .isInstanceOf(NoImageException.class)
        .hasMessageContaining("every image of 'app' is blocked");
    assertThatThrownBy(() -> ImageChoice.choose(List.of(), PRODUCTION, Optional.empty()))
        .isInstanceOf(NoImageException.class)
        .hasMessageContaining("run 'repave bake app'");
  }

  @Test
  void nothingIsNewerThanWhatRunsThatIsNot() {
    Image released = in(4, Channel.PRODUCTION);
    assertThat(newer(List.of(first, second, third), first)).isEmpty();
    assertThat(newer(List.of(first, second, third), third)).as("older").isEmpty();
    assertThat(newer(List.of(first, third, released), third)).contains(released);
    assertThat(newer(List.of(first, blocked(third)), third)).as("what is blocked").contains(first);
  }

  private static Optional<Image> newer(List<Image> images, Image active) {
    return ImageChoice.newer(images, PRODUCTION, Optional.of(active.id()));
  }
}
