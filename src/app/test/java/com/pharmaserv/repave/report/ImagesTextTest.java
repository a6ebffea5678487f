package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.CollectImages.Collection;
import com.pharmaserv.repave.operation.ImageCatalogue.Listing;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImagesTextTest {
  private static final Image CANDIDATE =
      new Image(
          new ImageId("app", "a".repeat(64)),
          "app",
          "1",
          "me",
          Instant.EPOCH,
          new TreeMap<>(),
          Optional.empty());

  private static final Image RELEASED =
      CANDIDATE.in(Channel.STAGING, new Image.Release("smoke test", "anna", Instant.EPOCH));

  @Test
  void listsTheChannelOfEachImage() {
    List<String> lines =
        ImagesText.list(
            new Listing(List.of(CANDIDATE, RELEASED), List.of()),
            Look.plain(false, ZoneOffset.UTC));
    assertThat(lines.get(0)).contains(" CHANNEL ");
    assertThat(lines.get(1)).contains(" candidate ");
    assertThat(lines.get(2)).contains(" staging ");
  }

  @Test
  void showsWhoReleasedItWhenAndWhy() {
    assertThat(ImagesText.show(new Listing(List.of(CANDIDATE), List.of())))
        .contains("channel   candidate");
    assertThat(ImagesText.show(new Listing(List.of(RELEASED), List.of())))
        .contains("channel   staging: smoke test (anna, 1970-01-01T00:00:00Z)");
  }

  @Test
  void saysForWhichChannelAnImageIsKept() {
    Fate kept =
        new Fate.Kept(
            RELEASED.id(), List.of(new Fate.Use(Fate.Need.RELEASED, Channel.STAGING.code())));
    assertThat(StockText.collection(new Collection(false, List.of(kept))))
        .first()
        .isEqualTo("app@aaaaaaaaaaaa kept: the newest for staging");
  }
}
