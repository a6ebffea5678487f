package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.operation.LayImage.Laid;
import org.junit.jupiter.api.Test;

final class LayoutTextTest {
  private static Laid laid(boolean plan, boolean changed, int added, int stale, int percent) {
    return new Laid(plan, "base", "images/base/disk.layout", changed, 7_851, added, stale, percent);
  }

  @Test
  void saysWhatWasWrittenOrWouldBe() {
    assertThat(LayoutText.laid(laid(false, true, 7_851, 0, 0)))
        .containsExactly("base: 7851 places, 7851 new; written to 'images/base/disk.layout'");
    assertThat(LayoutText.laid(laid(true, true, 19, 0, 0)))
        .containsExactly("base: 7851 places, 19 new; 'images/base/disk.layout' would be written");
    assertThat(LayoutText.laid(laid(false, false, 0, 0, 0)))
        .containsExactly("base: 7851 places, nothing has changed");
  }

  @Test
  void saysHowMuchOfItIsStaleAndWhenToBeginAnew() {
    String stale =
        "  19 of them, with %s %% of the blocks, are of files that have grown, shrunk, moved or gone";
    assertThat(LayoutText.laid(laid(false, false, 0, 19, 29)))
        .hasSize(2)
        .endsWith(stale.formatted(29));
    assertThat(LayoutText.laid(laid(false, false, 0, 19, 30)))
        .containsExactly(
            "base: 7851 places, nothing has changed",
            stale.formatted(30),
            "  time to begin anew: delete 'images/base/disk.layout' and write it again; the next version is then sent whole");
  }
}
