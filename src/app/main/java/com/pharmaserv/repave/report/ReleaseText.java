package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.ReleaseImages.Released;
import com.pharmaserv.repave.operation.ReleaseImages.Releases;
import java.util.ArrayList;
import java.util.List;

/** Releases in words. */
public final class ReleaseText {
  private ReleaseText() {}

  /** What came of a release in each environment. */
  public static List<String> of(Releases releases) {
    List<String> lines = new ArrayList<>();
    for (Released one : releases.releases()) {
      lines.add(line(one, releases.plan()));
      one.uses().forEach(use -> lines.add("%s, and goes on".formatted(StockText.use(use))));
      one.trouble()
          .ifPresent(why -> lines.add("what runs on it could not be read: %s".formatted(why)));
    }
    return lines.stream().map(Harmless::line).toList();
  }

  private static String line(Released one, boolean plan) {
    if (!one.changed()) {
      return one.release()
          .map(
              release ->
                  "%s is in channel %s already in %s: %s"
                      .formatted(
                          one.image(), one.channel(), one.environment(), ImagesText.words(release)))
          .orElse(
              "%s is a %s already in %s, nobody has released it"
                  .formatted(one.image(), one.channel(), one.environment()));
    }
    boolean on = one.channel().covers(one.was());
    String word = on ? "release %s to %s" : "take %s back to %s";
    String done = on ? "Released %s to %s" : "Took %s back to %s";
    return "%s in %s: %s"
        .formatted(
            (plan ? "Would " + word : done).formatted(one.image(), one.channel()),
            one.environment(),
            one.reason());
  }
}
