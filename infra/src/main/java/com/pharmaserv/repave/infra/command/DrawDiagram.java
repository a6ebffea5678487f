package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.diagram.Picture;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

/** Draws a stack as SVG on standard output. Started by {@code infra/draw-diagram}. */
public final class DrawDiagram extends Look {
  DrawDiagram(Project project, LocalDate today, PrintStream out, PrintStream err) {
    super("usage: draw-diagram" + Subject.USAGE, project, today, out, err);
  }

  /** Ends with 0, or 2 if there is nothing to look at. */
  public static void main(String[] args) {
    Look.main(DrawDiagram::new, args);
  }

  @Override
  int look(Subject subject, List<String> options) {
    out.print(Picture.of(subject.name(), subject.known(project, today)));
    return DONE;
  }
}
