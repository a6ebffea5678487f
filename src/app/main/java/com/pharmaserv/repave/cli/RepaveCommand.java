package com.pharmaserv.repave.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.pharmaserv.repave.journal.JournalJson;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What all commands share: where the project is, how to answer, and the way to the wiring. */
@Command(
    synopsisHeading = "%nUsage: ",
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
abstract class RepaveCommand implements Callable<Integer> {
  /** Version of every JSON answer; raised when a field changes its meaning or goes. */
  private static final int JSON_VERSION = 1;

  @CommandLine.Spec CommandSpec spec = CommandSpec.create();

  private final List<Map<String, Object>> told = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private boolean keeping;

  /** Does the work; its exceptions become messages and exit codes in {@link Problems}. */
  abstract int run(Wiring wiring) throws Exception;

  @Override
  public Integer call() throws Exception {
    int code = run(repave().wiring(root(), home()));
    out().flush();
    err().flush();
    return code;
  }

  Repave repave() {
    return (Repave) spec.root().userObject();
  }

  PrintWriter out() {
    return repave().out();
  }

  PrintWriter err() {
    return repave().err();
  }

  boolean json() {
    return repave().json();
  }

  /** Prints one JSON object; the version comes first. */
  void printJson(Map<String, Object> answer) throws JsonProcessingException {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("version", JSON_VERSION);
    whole.putAll(answer);
    out()
        .println(
            JournalJson.mapper()
                .writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(whole));
  }

  /** One result: a line at once for people, or kept for the one JSON answer at the end. */
  synchronized void tell(Map<String, Object> answer, String text) {
    told.add(answer);
    if (keeping) {
      kept.add(text);
    } else if (!json()) {
      out().println(text);
      out().flush();
    }
  }

  /** Keeps lines of results until they are let go, because something is drawn in place. */
  synchronized void keepResults() {
    keeping = true;
  }

  synchronized void letResultsGo() {
    keeping = false;
    if (!json()) {
      kept.forEach(out()::println);
      out().flush();
    }
    kept.clear();
  }

  /** All results so far. */
  synchronized List<Map<String, Object>> told() {
    return List.copyOf(told);
  }

  /** A line about what goes on; never part of the result. */
  void note(String text) {
    err().println(text);
    err().flush();
  }

  /** Where journals and the local cloud are kept. */
  Path home() {
    Map<String, String> variables = repave().variables();
    String own = variables.get("REPAVE_HOME");
    if (own != null && !own.isBlank()) {
      return Path.of(own).toAbsolutePath();
    }
    String state = variables.get("XDG_STATE_HOME");
    Path base =
        state != null && !state.isBlank()
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("repave").toAbsolutePath();
  }

  private Path root() throws CliException {
    if (repave().project().isPresent()) {
      Path named = repave().project().get().toAbsolutePath().normalize();
      if (!Files.isDirectory(named.resolve("environments"))) {
        throw new CliException(
            ExitCode.USAGE, "'" + named + "' has no environments/ folder; name another --project");
      }
      return named;
    }
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("environments"))) {
        return folder;
      }
    }
    String installed = System.getProperty("repave.root");
    if (installed != null && Files.isDirectory(Path.of(installed, "environments"))) {
      return Path.of(installed);
    }
    throw new CliException(
        ExitCode.USAGE,
        "neither '" + here + "' nor a folder above it has environments/; name one by --project");
  }
}
