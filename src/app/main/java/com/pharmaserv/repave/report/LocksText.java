package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.LockImages.Fix;
import com.pharmaserv.repave.operation.LockImages.Locked;
import com.pharmaserv.repave.operation.LockImages.Repackaged;
import java.util.ArrayList;
import java.util.List;

/** Locks in words. */
public final class LocksText {
  private LocksText() {}

  /** One lock, with what is not as it was. */
  public static List<String> locked(Locked locked, boolean plan) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s packages, %s"
            .formatted(locked.locked(), locked.packageCount(), what(locked, plan)));
    locked.repackaged().forEach(one -> lines.add("  " + change(one)));
    locked.fixes().forEach(fix -> lines.add("  fixes " + fix(fix)));
    locked.gaps().forEach(gap -> lines.add("  not all: " + gap));
    locked.feeds().forEach(feed -> lines.add("  %s as of %s".formatted(feed.feed(), feed.asOf())));
    return lines.stream().map(Harmless::line).toList();
  }

  static String fix(Fix fix) {
    String severity = fix.severity().equals("unknown") ? "" : " " + fix.severity();
    String exploited = fix.exploitedSince().map(day -> " exploited since " + day).orElse("");
    return "%s%s%s in %s: %s"
        .formatted(fix.advisory(), severity, exploited, fix.source(), fix.advisoryText());
  }

  private static String what(Locked locked, boolean plan) {
    if (!locked.changed()) {
      return "nothing has changed";
    }
    String changes =
        locked.repackaged().isEmpty() ? "" : " (%s changed)".formatted(locked.repackaged().size());
    return plan
        ? "'%s' would be written%s".formatted(locked.lockFile(), changes)
        : "written to '%s'%s".formatted(locked.lockFile(), changes);
  }

  static String change(Repackaged one) {
    String security = one.security() ? "  security fix" : "";
    if (one.was().isEmpty()) {
      return "%s %s is new%s".formatted(one.packageName(), one.is().orElse(""), security);
    }
    return one.is().isEmpty()
        ? "%s %s is gone".formatted(one.packageName(), one.was().get())
        : "%s %s -> %s%s".formatted(one.packageName(), one.was().get(), one.is().get(), security);
  }
}
