package com.pharmaserv.repave.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with what was read, one line for each problem. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The problems in the order of the lines they stand on, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
