package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Words;
import com.pharmaserv.repave.model.Lease;
import com.pharmaserv.repave.port.Leases.LeaseHeldException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What each failure says on standard error, and what it means to a script. */
final class Problems implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final String NAME = "repave: ";

  /** Picocli lists the names of an enum's constants; people write them in small letters. */
  private static final Pattern CHOICES = Pattern.compile("\\[[A-Z, ]+]");

  private final Repave repave;

  Problems(Repave repave) {
    this.repave = repave;
  }

  /** A command line that does not parse. The whole help would push the message off the screen. */
  @Override
  public int handleParseException(ParameterException problem, String[] args) {
    PrintWriter err = repave.err();
    CommandLine command = problem.getCommandLine();
    String whole = command.getCommandSpec().qualifiedName();
    err.println(NAME + usage(problem, command));
    err.println("Try '" + whole + " --help'.");
    err.flush();
    return ExitCode.USAGE;
  }

  private static String usage(ParameterException problem, CommandLine command) {
    List<String> known =
        command.getSubcommands().values().stream()
            .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
            .map(CommandLine::getCommandName)
            .toList();
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        return "unknown option '" + word + "'" + guess(word, options(command));
      }
      return known.isEmpty()
          ? "'" + word + "' is one argument too many"
          : "unknown command '" + word + "'" + guess(word, known);
    }
    if (!known.isEmpty() && command.getCommandSpec().userObject() instanceof CommandGroup) {
      return "'"
          + command.getCommandSpec().qualifiedName()
          + "' needs a command: "
          + String.join(", ", known);
    }
    if (problem instanceof MissingParameterException missing) {
      List<String> names = missing.getMissing().stream().map(Problems::name).toList();
      String environment = names.contains("--environment") ? " (or set REPAVE_ENVIRONMENT)" : "";
      return "missing " + String.join(", ", names) + environment;
    }
    String message =
        CHOICES
            .matcher(String.valueOf(problem.getMessage()).replace(" (case-insensitive)", ""))
            .replaceAll(choices -> choices.group().toLowerCase(Locale.ROOT));
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static String name(ArgSpec missing) {
    return missing instanceof OptionSpec option ? option.longestName() : missing.paramLabel();
  }

  private static List<String> options(CommandLine command) {
    return command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
  }

  private static String guess(String word, List<String> known) {
    return Words.nearest(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  /** A command that ran and failed. */
  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    PrintWriter err = repave.err();
    repave.out().flush();
    Exception plain = checked(problem);
    boolean bug = plain instanceof RuntimeException;
    err.println(NAME + (bug ? "internal error: " : "") + message(plain));
    if (bug || repave.variables().containsKey("REPAVE_DEBUG")) {
      problem.printStackTrace(err);
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
    if (problem instanceof CliException cli) {
      return cli.code();
    }
    if (problem instanceof ConfigException) {
      return ExitCode.USAGE;
    }
    if (problem instanceof LeaseHeldException) {
      return ExitCode.HELD;
    }
    return ExitCode.FAILED;
  }
}
