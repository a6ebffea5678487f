package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.diagram.Picture;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Draws a stack as SVG on standard output. Started by {@code infra/draw-diagram}. */
public final class DrawDiagram {
  private static final int DONE = 0;
  private static final int USAGE = 2;

  private final Project project;
  private final LocalDate today;
  private final PrintStream out;
  private final PrintStream err;

  DrawDiagram(Project project, LocalDate today, PrintStream out, PrintStream err) {
    this.project = project;
    this.today = today;
    this.out = out;
    this.err = err;
  }

  /** Ends with 0, or 2 if there is nothing to look at. */
  @SuppressWarnings("SystemOut") // a program of its own, with nothing between it and the terminal
  public static void main(String[] args) {
    Project project = Project.open(Path.of(".."));
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    System.exit(new DrawDiagram(project, today, System.out, System.err).run(args));
  }

  int run(String... args) {
    if (args.length == 1 && args[0].equals("--help")) {
      out.println("usage: draw-diagram" + Subject.USAGE);
      return DONE;
    }
    if (args.length != 1 || args[0].startsWith("-")) {
      err.println("usage: draw-diagram" + Subject.USAGE);
      return USAGE;
    }
    try {
      Subject subject = Subject.of(args[0], project, today);
      out.print(Picture.of(subject.name(), subject.known(project, today)));
      return DONE;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
  }
}
