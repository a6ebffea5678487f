package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.diagram.Picture;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Draws a stack as SVG on standard output. Started by {@code infra/draw-diagram}. */
public final class DrawDiagram extends Look {
  DrawDiagram(Project project, LocalDate today, PrintStream out, PrintStream err) {
    super("usage: draw-diagram" + Subject.USAGE, project, today, out, err);
  }

  /** Ends with 0, or 2 if there is nothing to look at. */
  @SuppressWarnings("SystemOut") // a program of its own, with nothing between it and the terminal
  public static void main(String[] args) {
    Project project = Project.open(Path.of(".."));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    System.exit(new DrawDiagram(project, today, System.out, System.err).run(args));
  }

  @Override
  int look(Subject subject, List<String> options) {
    out.print(Picture.of(subject.name(), subject.known(project, today)));
    return DONE;
  }
}
