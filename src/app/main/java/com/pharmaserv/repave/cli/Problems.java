package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.operation.RequestException;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import com.pharmaserv.repave.report.Harmless;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What each failure says on standard error, and what it means to a script. */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String NAME = "repave: ";

  private final Console console;

  Problems(Console console) {
    this.console = console;
  }

  /** A command line that does not parse. The whole help would push the message off the screen. */
  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    PrintWriter err = console.err();
    CommandLine command = problem.getCommandLine();
    String whole = command.getCommandSpec().qualifiedName();
    err.println(NAME + Harmless.line(Misused.message(problem, command)));
    err.println("Try '" + whole + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  /** A command that ran and failed. */
  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = console.err();
    console.out().flush();
    Exception plain = checked(problem);
    boolean bug = plain instanceof RuntimeException && !(plain instanceof InvalidPathException);
    // Only problems of a configuration are several lines, and quote nothing raw.
    String message =
        plain instanceof ConfigException
            ? Harmless.lines(message(plain))
            : Harmless.line(message(plain));
    err.println(NAME + (bug ? "internal error: " : "") + message);
    if (bug || console.variables().containsKey("REPAVE_DEBUG")) {
      StringWriter trace = new StringWriter();
      problem.printStackTrace(new PrintWriter(trace));
      err.print(Harmless.lines(trace.toString()));
    }
    err.flush();
    return code(plain);
  }

  /** Where a lambda had to wrap an I/O problem, the problem itself. */
  private static Exception checked(Exception problem) {
    return problem instanceof UncheckedIOException && problem.getCause() instanceof IOException io
        ? new IOException(problem.getMessage() + ": " + message(io), io)
        : problem;
  }

  private static String message(Exception problem) {
    if (problem instanceof ConfigException config && config.problems().size() > 1) {
      return config.problems().size()
          + " problems in the configuration; nothing was done\n"
          + config.getMessage();
    }
    if (problem instanceof LeaseHeldException held) {
      return held(held.lease());
    }
    if (problem instanceof FileSystemException file) {
      return file(file);
    }
    if (problem instanceof InterruptedException) {
      return "interrupted; the rollout stays as it is, 'repave resume' goes on";
    }
    if (problem instanceof InvalidPathException path) {
      return "'"
          + path.getInput()
          + "' cannot be a path here: "
          + path.getReason()
          + "; names need a locale with UTF-8, such as LC_ALL=C.UTF-8";
    }
    return String.valueOf(problem.getMessage());
  }

  private static String held(Lease lease) {
    return "fleet "
        + lease.fleet()
        + " is held by "
        + lease.holder()
        + ", since "
        + lease.since().truncatedTo(ChronoUnit.SECONDS)
        + ", until "
        + lease.until().truncatedTo(ChronoUnit.SECONDS)
        + " unless renewed (epoch "
        + lease.epoch()
        + "); wait for it, or steer it with 'repave pause' or 'repave abort'";
  }

  private static String file(FileSystemException problem) {
    String reason = problem.getReason();
    if (reason == null) {
      reason =
          problem instanceof AccessDeniedException
              ? "permission denied"
              : problem instanceof NoSuchFileException
                  ? "does not exist"
                  : problem instanceof FileAlreadyExistsException
                      ? "is in the way"
                      : problem instanceof NotDirectoryException
                          ? "is not a folder"
                          : problem.getClass().getSimpleName();
    }
    return "'" + problem.getFile() + "': " + reason;
  }

  private static int code(Exception problem) {
    if (problem instanceof ConfigException || problem instanceof RequestException) {
      return ExitCode.USAGE;
    }
    if (problem instanceof LeaseHeldException) {
      return ExitCode.HELD;
    }
    return ExitCode.FAILED;
  }
}
