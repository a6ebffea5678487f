package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.model.Fate.Need;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Journal.JournalException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlockImagesTest {
  private static final ImageId APP = ImageScene.APP;

  private final ImageScene scene = new ImageScene();
  private final MemoryStock stock = ImageScene.stock();
  private final BlockImages blocks =
      new BlockImages(stock, stock, scene.collector(stock, stock), SimPlace.ANNA);

  @Test
  void whatNothingRunsOnIsWithdrawnAtOnce() throws Exception {
    scene.uses.put(APP, List.of(new Use(Need.WAY_BACK, "local-eu/app")));
    assertThat(blocks.block("app", "CVE-2026-1", true).withdrawn()).isTrue();
    assertThat(stock.withdrawn).isEmpty();
    assertThat(blocks.block("app", "CVE-2026-1", false).withdrawn()).isTrue();
    assertThat(stock.withdrawn).containsKey(APP);
    assertThat(blocks.block("app", "again", false).changed()).as("blocked already").isFalse();
    assertThat(blocks.unblock("app", false).changed()).isTrue();
    assertThat(stock.withdrawn).isEmpty();
    assertThat(stock.image(APP).block()).isEmpty();
  }

  @Test
  void whatRunsOnItIsNamedAndGoesOn() throws Exception {
    Use runs = new Use(Need.RUNS, "local-eu/app-g0001");
    scene.uses.put(APP, List.of(runs, new Use(Need.WAY_BACK, "local-eu/app")));
    BlockImages.Blocking answer = blocks.block("app", "CVE-2026-1", false);
    assertThat(answer.uses()).containsExactly(runs);
    assertThat(answer.withdrawn()).isFalse();
    assertThat(stock.withdrawn).isEmpty();
    assertThat(stock.image(APP).block()).isPresent();
  }

  @Test
  void aRolloutThatBeganMeanwhileGetsItBack() throws Exception {
    stock.onWithdrawal = () -> scene.uses.put(APP, List.of(new Use(Need.ROLLING, "local-eu/app")));
    assertThat(blocks.block("app", "CVE-2026-1", false).uses()).hasSize(1);
    assertThat(stock.withdrawn).isEmpty();
  }

  /** The block must stand, whatever else cannot be read. */
  @Test
  void blocksThoughItIsNotKnownWhatRuns() throws Exception {
    scene.unreadable = Optional.of(new JournalException("journal of local-eu/app is damaged"));
    BlockImages.Blocking answer = blocks.block("app", "CVE-2026-1", false);
    assertThat(answer.trouble().orElse("")).contains("damaged");
    assertThat(answer.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(stock.image(APP).block()).isPresent();
    assertThat(stock.withdrawn).isEmpty();
  }
}
