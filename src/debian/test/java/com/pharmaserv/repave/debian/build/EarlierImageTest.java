package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.debian.paper.PaperFixture;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Disks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierImageTest {
  private static final ImageId NEW = id("base", 'f');

  @TempDir Path temp;
  private PaperShelf shelf;
  private PaperFixture made;

  @BeforeEach
  void open() throws Exception {
    shelf = new PaperShelf(temp.resolve("papers"));
    made = new PaperFixture(temp.resolve("made"));
  }

  @Test
  void theNewestThatHasPapersCounts() throws Exception {
    papers(id("base", '1'));
    papers(id("base", '2'));
    papers(id("app", '3'));

    Disks.Attested found = of(id("base", '1'), id("base", '2'), id("base", '4'), id("app", '3'));
    assertThat(found.image()).isEqualTo(id("base", '2'));
    assertThat(new Blocks(found.size(), found.blocks())).isEqualTo(Blocks.of(made.disk()));
  }

  @Test
  void whetherThereCanBeOneIsKnownWithoutAskingAnybody() throws Exception {
    assertThat(shelf.hasOthers(NEW)).isFalse();
    papers(NEW);
    papers(id("app", '3'));
    assertThat(shelf.hasOthers(NEW)).isFalse();
    papers(id("base", '1'));
    assertThat(shelf.hasOthers(NEW)).isTrue();
  }

  @Test
  void itselfIsNoEarlierOne() throws Exception {
    papers(NEW);
    assertThat(EarlierImage.of(NEW, List.of(image(NEW, 1)), shelf)).isEmpty();
  }

  @Test
  void oneWhosePapersWereChangedIsPassedOver() throws Exception {
    papers(id("base", '1'));
    Path newer = papers(id("base", '2'));
    Files.writeString(newer.resolve("packages.lock"), "else");

    assertThat(of(id("base", '1'), id("base", '2')).image()).isEqualTo(id("base", '1'));
  }

  private Disks.Attested of(ImageId... images) {
    List<Image> all = IntStream.range(0, images.length).mapToObj(i -> image(images[i], i)).toList();
    return EarlierImage.of(NEW, all, shelf).orElseThrow();
  }

  private Path papers(ImageId image) throws Exception {
    return new Papers(shelf, Clock.fixed(PaperFixture.AT, ZoneOffset.UTC))
        .write(
            new Papers.Made(
                image,
                PaperFixture.lock(),
                "0".repeat(64),
                Optional.empty(),
                made.tree(),
                made.disk(),
                made.findings(),
                PaperFixture.AT),
            LocalSigner.open(temp.resolve("keys")),
            line -> {});
  }

  private static Image image(ImageId id, int day) {
    return new Image(
        id,
        id.name(),
        "1",
        "me",
        PaperFixture.AT.plus(Duration.ofDays(day)),
        new TreeMap<>(),
        Optional.empty());
  }

  private static ImageId id(String name, char digit) {
    return new ImageId(name, String.valueOf(digit).repeat(64));
  }
}
