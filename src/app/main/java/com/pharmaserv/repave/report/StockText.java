package com.pharmaserv.repave.report;

import com.pharmaserv.repave.model.Fate;
import com.pharmaserv.repave.model.Fate.Barred;
import com.pharmaserv.repave.model.Fate.Kept;
import com.pharmaserv.repave.model.Fate.Remove;
import com.pharmaserv.repave.model.Fate.Restore;
import com.pharmaserv.repave.model.Fate.Use;
import com.pharmaserv.repave.model.Fate.Waits;
import com.pharmaserv.repave.model.Fate.Withdraw;
import com.pharmaserv.repave.operation.CollectImages.Collection;
import com.pharmaserv.repave.operation.CollectImages.Restored;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What becomes of images, in words. */
public final class StockText {
  /** References of one image that are named; the others are counted. */
  private static final int NAMED_MAX = 3;

  private StockText() {}

  /** A line for each image, and the numbers. */
  public static List<String> collection(Collection collection) {
    if (collection.fates().isEmpty()) {
      return List.of("no images");
    }
    List<String> lines = new ArrayList<>();
    for (Fate fate : collection.fates()) {
      lines.add(Harmless.line(line(fate, collection.plan())));
    }
    lines.add(
        "%s %s, withdrawn %s, restored %s, removed %s; %s can still be restored"
            .formatted(
                collection.plan() ? "would be kept" : "kept",
                count(collection, Kept.class),
                count(collection, Withdraw.class),
                count(collection, Restore.class),
                count(collection, Remove.class),
                count(collection, Waits.class) + count(collection, Barred.class)));
    return lines;
  }

  /** That an image is usable again. */
  public static String restored(Restored restored) {
    if (!restored.changed()) {
      return "%s is not withdrawn".formatted(restored.image());
    }
    return "%s %s".formatted(restored.plan() ? "Would restore" : "Restored", restored.image());
  }

  private static long count(Collection collection, Class<? extends Fate> kind) {
    return collection.fates().stream().filter(kind::isInstance).count();
  }

  private static String line(Fate fate, boolean plan) {
    if (fate instanceof Kept kept) {
      return "%s kept: %s".formatted(kept.image(), uses(kept.uses()));
    }
    if (fate instanceof Waits waits) {
      return "%s is withdrawn, and can be restored until %s"
          .formatted(waits.image(), waits.until());
    }
    if (fate instanceof Barred) {
      return "%s is blocked and withdrawn, and stays so".formatted(fate.image());
    }
    if (fate instanceof Restore restore) {
      return "%s %s: %s"
          .formatted(
              restore.image(), plan ? "would be restored" : "restored", uses(restore.uses()));
    }
    String word = fate instanceof Remove ? "removed" : "withdrawn";
    return "%s %s%s: nothing needs it".formatted(fate.image(), plan ? "would be " : "", word);
  }

  private static String uses(List<Use> uses) {
    String named =
        uses.stream().limit(NAMED_MAX).map(StockText::use).collect(Collectors.joining("; "));
    int more = uses.size() - NAMED_MAX;
    return more > 0 ? "%s; and %s more".formatted(named, more) : named;
  }

  static String use(Use use) {
    return switch (use.need()) {
      case RUNS -> "%s runs on it".formatted(use.subject());
      case ROLLING -> "a rollout of %s is open".formatted(use.subject());
      case WAY_BACK -> "%s may go back to it".formatted(use.subject());
      case REFERENCE -> "%s refers to it".formatted(use.subject());
      case NEWEST ->
          use.subject().equals("1")
              ? "the newest"
              : "number %s of the newest".formatted(use.subject());
      case RELEASED -> "the newest for %s".formatted(use.subject());
      case YOUNG -> "baked only at %s".formatted(use.subject());
    };
  }
}
