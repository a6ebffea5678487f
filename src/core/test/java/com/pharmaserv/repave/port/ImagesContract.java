package com.pharmaserv.repave.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Images} must do. */
public abstract class ImagesContract {
  /** No image has this digest. */
  private static final ImageId UNKNOWN = new ImageId("hello", "0".repeat(64));

  /** Whether blocking what does not exist is refused. */
  protected boolean refusesUnknown = true;

  private Images images;
  private ImageId first;
  private ImageId second;

  /**
   * A provider with exactly two images.
   *
   * @param first baked no later than the second
   */
  public record Subject(Images images, ImageId first, ImageId second) {}

  protected abstract Subject createSubject() throws Exception;

  @BeforeEach
  void prepare() throws Exception {
    Subject subject = createSubject();
    images = subject.images();
    first = subject.first();
    second = subject.second();
  }

  @Test
  void listsAllFromTheOldestOn() throws Exception {
    List<Image> list = images.list();

    assertThat(list).extracting(Image::id).containsExactly(first, second);
    assertThat(list).extracting(Image::bakedAt).isSorted();
  }

  @Test
  void findsWhatIsListedAndNothingElse() throws Exception {
    assertThat(images.find(second)).contains(images.list().get(1));
    assertThat(images.find(UNKNOWN)).isEmpty();
    assertThat(images.find(new ImageId("other", first.digest())))
        .as("the digest of another image's name")
        .isEmpty();
  }

  @Test
  void blockStandsOnThatImageOnly() throws Exception {
    images.block(first, "loses orders", "ann");

    Image.Block block = images.find(first).orElseThrow().block().orElseThrow();
    assertThat(block.reason()).isEqualTo("loses orders");
    assertThat(images.list().get(0).block()).contains(block);
    assertThat(images.find(second).orElseThrow().block()).isEmpty();
  }

  @Test
  void firstReasonOfABlockStays() throws Exception {
    images.block(first, "loses orders", "ann");
    Image blocked = images.find(first).orElseThrow();
    images.block(first, "is slow", "bob");

    assertThat(images.find(first)).contains(blocked);
  }

  @Test
  void liftedBlockIsGone() throws Exception {
    Image before = images.find(first).orElseThrow();
    images.block(first, "loses orders", "ann");
    images.unblock(first);
    images.unblock(first);

    assertThat(images.find(first)).contains(before);
    images.block(first, "is slow", "bob");
    assertThat(images.find(first).orElseThrow().block().orElseThrow().reason())
        .isEqualTo("is slow");
  }

  @Test
  void nothingIsReleasedFromItsBakeOn() throws Exception {
    assertThat(images.list()).extracting(Image::channel).containsOnly(Channel.CANDIDATE);
    assertThat(images.find(first).orElseThrow().release()).isEmpty();
  }

  @Test
  void channelStandsOnThatImageOnlyWithWhoAndWhy() throws Exception {
    images.release(first, Channel.PRODUCTION, "passed all", "ann");

    Image released = images.find(first).orElseThrow();
    assertThat(released.channel()).isEqualTo(Channel.PRODUCTION);
    assertThat(released.release().orElseThrow().reason()).isEqualTo("passed all");
    assertThat(released.release().orElseThrow().by()).isEqualTo("ann");
    assertThat(images.list().get(0)).isEqualTo(released);
    assertThat(images.find(second).orElseThrow().channel()).isEqualTo(Channel.CANDIDATE);
  }

  @Test
  void firstReasonOfAReleaseStays() throws Exception {
    images.release(first, Channel.STAGING, "passed all", "ann");
    Image released = images.find(first).orElseThrow();
    images.release(first, Channel.STAGING, "again", "bob");

    assertThat(images.find(first)).contains(released);
  }

  @Test
  void goesOnAndBackAndSaysTheLatestReason() throws Exception {
    images.release(first, Channel.STAGING, "smoke test", "ann");
    images.release(first, Channel.PRODUCTION, "a week in staging", "bob");
    images.release(first, Channel.CANDIDATE, "loses orders", "eve");

    Image back = images.find(first).orElseThrow();
    assertThat(back.channel()).isEqualTo(Channel.CANDIDATE);
    assertThat(back.release().orElseThrow().reason()).isEqualTo("loses orders");
  }

  @Test
  void blockAndChannelDoNotKnowEachOther() throws Exception {
    images.release(first, Channel.PRODUCTION, "passed all", "ann");
    Image released = images.find(first).orElseThrow();
    images.block(first, "loses orders", "bob");

    Image blocked = images.find(first).orElseThrow();
    assertThat(blocked.channel()).isEqualTo(Channel.PRODUCTION);
    assertThat(blocked.mayRoll(Channel.CANDIDATE)).isFalse();
    images.unblock(first);
    assertThat(images.find(first)).contains(released);
  }

  @Test
  void refusesToReleaseWhatDoesNotExist() throws Exception {
    assumeThat(refusesUnknown).isTrue();
    assertThatThrownBy(() -> images.release(UNKNOWN, Channel.STAGING, "good", "ann"))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE));
  }

  @Test
  void refusesToBlockWhatDoesNotExist() throws Exception {
    assumeThat(refusesUnknown).isTrue();
    assertThatThrownBy(() -> images.block(UNKNOWN, "bad", "ann"))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(Failure.Kind.GONE));
  }
}
