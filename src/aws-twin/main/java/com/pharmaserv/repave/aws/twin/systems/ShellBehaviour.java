package com.pharmaserv.repave.aws.twin.systems;

import java.time.Duration;
import java.util.List;

/** What commands do on machines; a test decides it, because nothing really runs. */
@FunctionalInterface
public interface ShellBehaviour {
  /**
   * What a script does.
   *
   * @param script the lines of the command, joined with line ends
   */
  Result run(String instanceId, String script);

  /**
   * A line that the script writes.
   *
   * @param after from the script's start
   */
  record Line(Duration after, String text, boolean error) {
    public static Line out(Duration after, String text) {
      return new Line(after, text, false);
    }

    public static Line err(Duration after, String text) {
      return new Line(after, text, true);
    }
  }

  /**
   * How it ends.
   *
   * @param takes from its start to its end
   */
  record Result(int exitCode, Duration takes, List<Line> lines) {
    public Result {
      lines = List.copyOf(lines);
    }

    /** Ends well after that time, with those lines at its end. */
    public static Result success(Duration takes, String... lines) {
      return new Result(0, takes, at(takes, lines));
    }

    public static Result failure(int exitCode, Duration takes, String... lines) {
      return new Result(exitCode, takes, at(takes, lines));
    }

    private static List<Line> at(Duration takes, String... lines) {
      return List.of(lines).stream().map(text -> Line.out(takes, text)).toList();
    }

    /** All lines of one of the two streams, with their line ends. */
    String text(boolean error) {
      StringBuilder out = new StringBuilder();
      lines.stream()
          .filter(line -> line.error() == error)
          .forEach(line -> out.append(line.text()).append('\n'));
      return out.toString();
    }
  }
}
