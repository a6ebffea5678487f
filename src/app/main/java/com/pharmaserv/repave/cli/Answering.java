package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.operation.Answer;
import com.pharmaserv.repave.operation.Narrator;
import com.pharmaserv.repave.port.Time;
import com.pharmaserv.repave.report.Look;
import com.pharmaserv.repave.report.Narration;
import com.pharmaserv.repave.report.Wording;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** All that a command needs to answer: results, what goes on meanwhile, and the look of both. */
abstract class Answering {
  @CommandLine.Spec CommandSpec spec = CommandSpec.create();

  private @Nullable Printer printer;

  Repave repave() {
    return (Repave) spec.root().userObject();
  }

  private Printer printer() {
    if (printer == null) {
      String name = spec.qualifiedName(" ");
      printer =
          new Printer(repave().console(), name.substring(name.indexOf(' ') + 1), repave().json());
    }
    return printer;
  }

  boolean json() {
    return repave().json();
  }

  /** How output for people may look. */
  Look look() {
    return repave().console().look();
  }

  /** Where the result goes. */
  PrintWriter out() {
    return repave().console().out();
  }

  /** Where everything else goes. */
  PrintWriter err() {
    return repave().console().err();
  }

  /** A line about what goes on; never part of the result. */
  void note(String text) {
    repave().console().note(text);
  }

  /** Tells people what goes on. */
  Narrator narrator(Time time) {
    return new Narration(err(), time, look());
  }

  /** A line of the result, for people only. */
  void line(String text) {
    printer().line(text);
  }

  void lines(List<String> lines) {
    printer().lines(lines);
  }

  /** A text of the result that has line feeds of its own, for people only. */
  void text(String text) {
    printer().text(text);
  }

  /** A part of the result, for people; why it could not be had is told in any case. */
  void words(Wording words) {
    printer().words(words);
  }

  /** Keeps lines of the result until they are let go, because something is drawn in place. */
  void keepLines() {
    printer().keep();
  }

  void letLinesGo() {
    printer().letGo();
  }

  /** The end: prints the answer, if in JSON, and returns the exit code. */
  int answer(Answer answer) throws IOException {
    return printer().answer(answer);
  }
}
