package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.ReleaseImages.Released;
import com.pharmaserv.repave.operation.ReleaseImages.Releases;
import com.pharmaserv.repave.operation.ReleaseImages.Request;
import com.pharmaserv.repave.operation.ReleaseImages.Target;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.port.Journal.JournalException;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.report.ReleaseText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseImagesTest {
  private static final ImageId APP = ImageScene.APP;

  private final ImageScene scene = new ImageScene();
  private final MemoryStock eu = ImageScene.stock();
  private final MemoryStock us = ImageScene.stock();
  private final ReleaseImages both =
      new ReleaseImages(
          List.of(target("eu-prod", eu, eu), target("us-prod", us, us)), SimPlace.ANNA);

  private Target target(String environment, Images images, MemoryStock stock) {
    return new Target(environment, images, stock, scene.collector(images, stock));
  }

  private Releases release(Channel to, String reason) throws Exception {
    return both.release(new Request("app", to, reason), false);
  }

  private List<Channel> channels() {
    return List.of(eu.image(APP).channel(), us.image(APP).channel());
  }

  @Test
  void releasesEverywhereAndSaysWhoAndWhy() throws Exception {
    Releases planned = both.release(new Request("app", Channel.PRODUCTION, "REL-42"), true);
    assertThat(channels()).as("a plan").containsOnly(Channel.CANDIDATE);
    assertThat(ReleaseText.of(planned))
        .containsExactly(
            "Would release app@aaaaaaaaaaaa to production in eu-prod: REL-42",
            "Would release app@aaaaaaaaaaaa to production in us-prod: REL-42");

    Releases done = release(Channel.PRODUCTION, "REL-42");
    assertThat(channels()).containsOnly(Channel.PRODUCTION);
    assertThat(eu.image(APP).release())
        .contains(new Image.Release("REL-42", "anna", Instant.EPOCH));
    assertThat(ReleaseText.of(done))
        .first()
        .isEqualTo("Released app@aaaaaaaaaaaa to production in eu-prod: REL-42");
    assertThat(done.outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void whereItIsAlreadyNothingChanges() throws Exception {
    assertThat(ReleaseText.of(release(Channel.CANDIDATE, "never mind")))
        .first()
        .isEqualTo("app@aaaaaaaaaaaa is a candidate already in eu-prod, nobody has released it");
    release(Channel.STAGING, "smoke test");
    Releases again = release(Channel.STAGING, "again");
    assertThat(again.releases()).extracting(Released::changed).containsOnly(false);
    assertThat(again.outcome()).isEqualTo(Outcome.DONE);
    assertThat(ReleaseText.of(again))
        .first()
        .isEqualTo(
            "app@aaaaaaaaaaaa is in channel staging already in eu-prod: smoke test (anna,"
                + " 1970-01-01T00:00:00Z)");
    assertThat(eu.image(APP).release().orElseThrow().reason()).isEqualTo("smoke test");
  }

  @Test
  void whatRunsOnAnImageThatIsTakenBackIsNamedAndGoesOn() throws Exception {
    release(Channel.PRODUCTION, "REL-42");
    scene.uses.put(
        APP,
        List.of(new Use(Need.RUNS, "eu-prod/app-g0007"), new Use(Need.WAY_BACK, "eu-prod/worker")));
    assertThat(release(Channel.PRODUCTION, "again").releases().get(0).uses()).isEmpty();
    Releases back = release(Channel.STAGING, "loses orders");
    assertThat(channels()).containsOnly(Channel.STAGING);
    assertThat(ReleaseText.of(back))
        .startsWith(
            "Took app@aaaaaaaaaaaa back to staging in eu-prod: loses orders",
            "eu-prod/app-g0007 runs on it, and goes on");
    assertThat(back.releases().get(0).uses()).hasSize(1);
  }

  /** It must not roll any more, whatever else cannot be read. */
  @Test
  void takesBackThoughItIsNotKnownWhatRuns() throws Exception {
    release(Channel.PRODUCTION, "REL-42");
    scene.unreadable = Optional.of(new JournalException("journal of eu-prod/app is damaged"));
    assertThat(release(Channel.PRODUCTION, "again").outcome()).isEqualTo(Outcome.DONE);
    Releases back = release(Channel.CANDIDATE, "loses orders");
    assertThat(channels()).containsOnly(Channel.CANDIDATE);
    assertThat(back.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(ReleaseText.of(back)).anyMatch(line -> line.contains("damaged"));
  }

  @Test
  void aBlockedImageIsReleasedNowhereAndMayBeTakenBack() throws Exception {
    release(Channel.STAGING, "smoke test");
    us.block(APP, "CVE-2026-1", "bert");
    assertThatThrownBy(() -> release(Channel.PRODUCTION, "REL-42"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("blocked in 'us-prod': CVE-2026-1")
        .hasMessageContaining("repave images unblock app@aaaaaaaaaaaa -e us-prod");
    assertThat(channels()).as("nor where it is not blocked").containsOnly(Channel.STAGING);
    assertThat(release(Channel.STAGING, "again").outcome()).isEqualTo(Outcome.DONE);
    release(Channel.CANDIDATE, "is blocked");
    assertThat(channels()).containsOnly(Channel.CANDIDATE);
  }

  @Test
  void aWithdrawnImageIsNotReleasedAndMayBeTakenBack() throws Exception {
    release(Channel.STAGING, "smoke test");
    us.withdraw(APP, "bert");
    assertThatThrownBy(() -> release(Channel.PRODUCTION, "REL-42"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("withdrawn in 'us-prod'")
        .hasMessageContaining("repave images restore app@aaaaaaaaaaaa -e us-prod");
    release(Channel.CANDIDATE, "old");
    assertThat(channels()).containsOnly(Channel.CANDIDATE);
  }

  @Test
  void whatOneEnvironmentLacksIsReleasedInNone() {
    us.images.clear();
    assertThatThrownBy(() -> release(Channel.PRODUCTION, "REL-42"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("no image 'app'");
    assertThat(eu.image(APP).channel()).isEqualTo(Channel.CANDIDATE);
  }

  @Test
  void wantsAReason() {
    assertThatThrownBy(() -> release(Channel.PRODUCTION, " "))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("--reason is blank");
  }

  @Test
  void saysWhatWasDoneBeforeOneEnvironmentFailed() {
    Images denied = new Denied(us);
    ReleaseImages half =
        new ReleaseImages(
            List.of(target("eu-prod", eu, eu), target("us-prod", denied, us)), SimPlace.ANNA);
    assertThatThrownBy(() -> half.release(new Request("app", Channel.STAGING, "good"), false))
        .isInstanceOfSatisfying(
            HalfDoneException.class,
            failed -> {
              assertThat(failed.failure()).hasMessageContaining("not authorized");
              assertThat(((Releases) failed.done()).releases())
                  .extracting(Released::environment)
                  .containsExactly("eu-prod");
            });
    ReleaseImages none = new ReleaseImages(List.of(target("us-prod", denied, us)), SimPlace.ANNA);
    assertThatThrownBy(() -> none.release(new Request("app", Channel.STAGING, "good"), false))
        .isInstanceOf(ProviderException.class);
  }

  /** Images that may be read alone. */
  private record Denied(Images real) implements Images {
    @Override
    public List<Image> list() throws ProviderException {
      return real.list();
    }

    @Override
    public void block(ImageId image, String reason, String by) throws ProviderException {
      throw denied();
    }

    @Override
    public void release(ImageId image, Channel to, String reason, String by)
        throws ProviderException {
      throw denied();
    }

    @Override
    public void unblock(ImageId image) throws ProviderException {
      throw denied();
    }

    private static ProviderException denied() {
      return new ProviderException(Failure.Kind.DENIED, "not authorized");
    }
  }
}
