package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.VerifyImage.Signature;
import com.pharmaserv.repave.operation.VerifyImage.Verdict;
import com.pharmaserv.repave.port.Disks;
import java.util.ArrayList;
import java.util.List;

/** Whether an image is what was signed, in words. */
public final class VerdictText {
  private static final String EMPTY = "empty";
  private static final int DIGEST_SHOWN = 12;

  private VerdictText() {}

  public static List<String> of(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s what was signed"
            .formatted(verdict.image(), verdict.good() ? "is" : "is not shown to be"));
    lines.add("disk " + verdict.disk());
    for (Signature signature : verdict.signatures()) {
      lines.add(
          "signed by %s (%s), bake %s"
              .formatted(signature.builder(), signature.key(), signature.invocation()));
    }
    verdict.problems().forEach(problem -> lines.add("wrong: " + problem));
    verdict.notBelieved().forEach(why -> lines.add("not believed: " + why));
    verdict.copies().forEach(copy -> copy(copy, lines));
    return lines.stream().map(Harmless::line).toList();
  }

  private static void copy(Disks.Copy copy, List<String> lines) {
    if (copy instanceof Disks.Same same) {
      lines.add(
          "%s: the same, %s blocks of %s"
              .formatted(same.place(), same.blocksRead(), same.stored()));
    } else if (copy instanceof Disks.Different different) {
      lines.add(
          "%s: %s blocks of %s are not as they were signed"
              .formatted(different.place(), different.differences(), different.stored()));
      for (Disks.Difference one : different.firstDifferences()) {
        lines.add(
            "  block %s is %s, must be %s"
                .formatted(
                    one.index(),
                    one.found().map(VerdictText::shown).orElse(EMPTY),
                    one.expected().map(VerdictText::shown).orElse(EMPTY)));
      }
      int more = different.differences() - different.firstDifferences().size();
      if (more > 0) {
        lines.add("  and %s more".formatted(more));
      }
    } else if (copy instanceof Disks.Unread unread) {
      lines.add("%s: not compared: %s".formatted(unread.place(), unread.trouble()));
    }
  }

  private static String shown(String digest) {
    return digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
  }
}
