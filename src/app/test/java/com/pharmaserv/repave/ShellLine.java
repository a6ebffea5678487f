package com.pharmaserv.repave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One line of a page's shell commands, as far as it speaks of this project's own files. */
record ShellLine(Path folder, Path root, String text) {
  private static final Pattern REPAVE = Pattern.compile("\\./repave +([a-z][a-z-]*)");
  private static final Pattern TARGET = Pattern.compile("^make +([a-z]+)");
  private static final Pattern MODULES = Pattern.compile("mvn .*-pl +([^ ]+)");

  /** The first word of a command, where it is a path within the project. */
  private static final Pattern SCRIPT =
      Pattern.compile("(?:^|&& |\\$\\()((?:\\./|[a-z.-]+/)[\\w./-]+)");

  /** The commands that have a help text. */
  static Set<String> subcommands(Path root) throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("src/app/test/resources/cli/help"))) {
      return files
          .map(file -> file.getFileName().toString().replaceFirst("[.]txt$", ""))
          .collect(Collectors.toSet());
    }
  }

  /** What this line names that is not there. */
  Optional<String> problem(Set<String> subcommands) throws IOException {
    Matcher called = REPAVE.matcher(text);
    if (called.find() && !subcommands.contains(called.group(1))) {
      return Optional.of("'%s' calls no command of repave".formatted(text));
    }
    Matcher made = TARGET.matcher(text);
    if (made.find()
        && !Files.readString(root.resolve("Makefile")).contains("\n" + made.group(1) + ":")) {
      return Optional.of("'%s' makes nothing that the Makefile has".formatted(text));
    }
    Optional<String> module =
        matches(MODULES)
            .flatMap(names -> Stream.of(names.split(",")))
            .filter(name -> !Files.isRegularFile(root.resolve(name).resolve("pom.xml")))
            .findFirst();
    if (module.isPresent()) {
      return Optional.of("'%s' names no module '%s'".formatted(text, module.get()));
    }
    return matches(SCRIPT)
        .filter(name -> places().stream().noneMatch(p -> Files.isExecutable(p.resolve(name))))
        .findFirst()
        .map(name -> "'%s' runs '%s', which is not there".formatted(text, name));
  }

  /** Where a page's commands may be meant to be typed. */
  private List<Path> places() {
    return List.of(root, folder, root.resolve("infra"));
  }

  private Stream<String> matches(Pattern pattern) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }
}
