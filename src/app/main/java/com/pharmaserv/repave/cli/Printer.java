package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.report.AnswerJson;
import com.pharmaserv.repave.report.Harmless;
import com.pharmaserv.repave.report.Wording;
import java.util.ArrayList;
import java.util.List;

/** Prints one command's answer: in words as its parts come, or as one JSON object at the end. */
final class Printer {
  private final Console console;
  private final String name;
  private final boolean json;
  private final List<String> kept = new ArrayList<>();
  private boolean keeping;

  /**
   * A printer.
   *
   * @param name of the command
   */
  Printer(Console console, String name, boolean json) {
    this.console = console;
    this.name = name;
    this.json = json;
  }

  /** A line of the result, for people only. */
  synchronized void line(String text) {
    if (keeping) {
      kept.add(text);
    } else if (!json) {
      console.out().println(Harmless.inkedLines(text));
      console.out().flush();
    }
  }

  /** A text of the result that has line feeds of its own, for people only. */
  void text(String text) {
    if (!json) {
      console.out().print(Harmless.inkedLines(text));
      console.out().flush();
    }
  }

  void lines(List<String> lines) {
    lines.forEach(this::line);
  }

  /** A part of the result, for people; why it could not be had is told in any case. */
  void words(Wording words) {
    words.result().ifPresent(this::line);
    words.problem().ifPresent(problem -> console.note("repave: " + problem));
  }

  /** Keeps lines until they are let go, because something is drawn in place. */
  synchronized void keep() {
    keeping = true;
  }

  synchronized void letGo() {
    keeping = false;
    lines(kept);
    kept.clear();
  }

  /** The end: prints the answer, if in JSON, and returns the exit code. */
  int answer(Answer answer) throws JsonProcessingException {
    if (json) {
      console.out().println(AnswerJson.text(name, answer));
    }
    console.flush();
    return ExitCode.of(answer.outcome());
  }
}
