package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.config.Words;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command line that does not parse is told. */
final class Misused {
  /** Picocli lists the names of an enum's constants; people write them in small letters. */
  private static final Pattern CHOICES = Pattern.compile("\\[[A-Z, ]+]");

  private Misused() {}

  static String message(ParameterException problem, CommandLine command) {
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
          ? "unexpected argument '" + word + "'"
          : "unknown command '" + word + "'" + guess(word, known);
    }
    if (!known.isEmpty() && command.getCommandSpec().userObject() instanceof CommandGroup) {
      return "'"
          + command.getCommandSpec().qualifiedName()
          + "' needs a command: "
          + String.join(", ", known);
    }
    if (problem instanceof MissingParameterException missing) {
      List<String> names = missing.getMissing().stream().map(Misused::name).toList();
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
}
