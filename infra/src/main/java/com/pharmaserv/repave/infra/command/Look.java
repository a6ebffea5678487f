package com.pharmaserv.repave.infra.command;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

  /** Makes a command. */
  interface Maker {
    Look make(Project project, LocalDate today, PrintStream out, PrintStream err);
  }

  /** Runs a command in a process of its own, which ends with the command's exit code. */
  static void main(Maker maker, String... args) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Look look =
        maker.make(
            Project.open(Path.of("..")), today, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    System.exit(look.run(args));
  }

  /** System.out has the machine's charset, in which a picture may lose characters. */
  private static PrintStream utf8(FileDescriptor stream) {
    return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
  }

  /** Prints a line that ends the same on every machine. */
  static void say(PrintStream to, String line) {
    to.print(line + "\n");
  }

  /** The exit code: that of the look, or 2 if there is nothing to look at. */
  final int run(String... args) {
    if (args.length == 1 && args[0].equals("--help")) {
      say(out, help);
      return DONE;
    }
    List<String> arguments = List.of(args);
    if (args.length == 0
        || args[0].startsWith("-")
        || !takes(arguments.subList(1, arguments.size()))) {
      say(err, help);
      return USAGE;
    }
    try {
      return look(Subject.of(args[0], project, today), arguments.subList(1, arguments.size()));
    } catch (ConfigException | IllegalArgumentException e) {
      say(err, String.valueOf(e.getMessage()));
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
