package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.AuditFleets.Audit;
import com.pharmaserv.repave.operation.AuditFleets.Finding;
import com.pharmaserv.repave.wording.Sentences;
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
    return audit.findings().isEmpty() ? List.of("nothing out of place") : List.of();
  }
}
