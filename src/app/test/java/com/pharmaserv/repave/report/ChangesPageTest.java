package com.pharmaserv.repave.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.cli.SampleImages;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.ImageComparison;
import com.pharmaserv.repave.operation.ImageComparison.Change;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChangesPageTest {
  @Test
  void showsAllThatIsDifferent() throws IOException {
    String page = ChangesPage.html(SampleImages.disks());
    assertThat(page)
        .contains("CVE-2026-1234", "exploited since 2026-11-20", "trixie-security")
        .contains("cap_net_raw=ep", "fstrim.timer", "+ tcp 22", "- udp 68")
        .contains("/etc/app.conf", "content: 1f1f1f1f1f1f -&gt; 2f2f2f2f2f2f")
        .contains("To be looked at:", "1 ports opened", "18 MiB");
  }

  @Test
  void runsNothingAndLoadsNothing() throws IOException {
    String page = ChangesPage.html(hostile("<script src=//evil.example></script>\u202e"));
    assertThat(page)
        .contains("default-src &#39;none&#39;")
        .contains("&lt;script src=//evil.example&gt;")
        .doesNotContain("<script", "\u202e");
  }

  @Test
  void saysWhyOnlyLocksAreCompared() throws IOException {
    assertThat(ChangesPage.html(hostile("no papers here")))
        .contains("Only locks.", "no papers here");
  }

  private static ImageComparison hostile(String text) {
    return new ImageComparison(
        new ImageId("base", "a".repeat(64)),
        new ImageId("base", "b".repeat(64)),
        new TreeMap<>(Map.of(text, new Change(Optional.of(text), Optional.of(text)))),
        Optional.empty(),
        List.of(text));
  }
}
