package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.AuditFleets.Finding;
import com.pharmaserv.repave.operation.AuditFleets.HeldFleet;
import com.pharmaserv.repave.wording.Sentences;
import java.util.ArrayList;
import java.util.List;

/** What is out of place, in words. */
public final class AuditText {
  private AuditText() {}

  /** One finding. */
  public static String line(Finding finding) {
    return "%s: %s: %s (%s)"
        .formatted(
            finding.fleet(),
            finding.word(),
            Sentences.of(finding.why()),
            Explanations.of(finding.why().code()).remedy());
  }

  /** What is left to say when all was looked at. */
  public static List<String> rest(Audit audit) {
    List<String> lines = new ArrayList<>();
    for (HeldFleet held : audit.held()) {
      lines.add(held(held));
    }
    if (audit.findings().isEmpty()) {
      lines.add("nothing out of place");
    }
    return lines;
  }

  static String held(HeldFleet held) {
    return "%s is %s ('%s' lets it go)"
        .formatted(
            held.fleet(), Sentences.of(held.hold().why()), Advice.command("release", held.fleet()));
  }
}
