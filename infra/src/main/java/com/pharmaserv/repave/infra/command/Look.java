package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;

/** A command that looks at a stack. */
abstract class Look {
  static final int DONE = 0;
  private static final int USAGE = 2;

  final Project project;
  final LocalDate today;
  final PrintStream out;
  final PrintStream err;
  private final String help;

  /**
   * @param help what {@code --help} prints, and who uses the command wrongly reads
   */
  Look(String help, Project project, LocalDate today, PrintStream out, PrintStream err) {
    this.help = help;
    this.project = project;
    this.today = today;
    this.out = out;
    this.err = err;
  }

  /** The exit code: that of the look, or 2 if there is nothing to look at. */
  final int run(String... args) {
    if (args.length == 1 && args[0].equals("--help")) {
      out.println(help);
      return DONE;
    }
    List<String> arguments = List.of(args);
    if (args.length == 0
        || args[0].startsWith("-")
        || !takes(arguments.subList(1, arguments.size()))) {
      err.println(help);
      return USAGE;
    }
    try {
      return look(Subject.of(args[0], project, today), arguments.subList(1, arguments.size()));
    } catch (ConfigException | IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
  }

  /** Whether the command knows these options; one without any knows none. */
  boolean takes(List<String> options) {
    return options.isEmpty();
  }

  /** Looks, prints what it sees, and says how the command ends. */
  abstract int look(Subject subject, List<String> options) throws ConfigException;
}
