package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.Words;
import com.pharmaserv.repave.model.ReasonCode;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.report.ExplainText;
import com.pharmaserv.repave.report.Explanations;
import com.pharmaserv.repave.wiring.Wiring;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Explains reasons by their codes. */
@Command(
    name = "explain",
    header = "Explains why: what a reason's code means, and what can be done.",
    description = {
      "",
      "Journals, 'status' and '--output json' carry a code with every why. Without CODE,",
      "all are listed."
    },
    footer = {"", "Example:", "  repave explain machines-lacking"})
final class ExplainCommand extends RepaveCommand {
  @Parameters(arity = "0..1", paramLabel = "CODE", description = "The reason's code.")
  String code = "";

  @Override
  int run(Wiring wiring) throws Exception {
    Explanations.Explained explained =
        Explanations.explained(code).orElseThrow(() -> new RequestException(unknown()));
    lines(ExplainText.lines(explained));
    return answer(explained);
  }

  private String unknown() {
    List<String> known = Stream.of(ReasonCode.values()).map(ReasonCode::code).toList();
    String guess = Words.nearest(code, known).map("; did you mean '%s'?"::formatted).orElse("");
    return "no reason has the code '%s'%s Without a code, 'repave explain' lists all."
        .formatted(code, guess.isEmpty() ? "." : guess);
  }
}
