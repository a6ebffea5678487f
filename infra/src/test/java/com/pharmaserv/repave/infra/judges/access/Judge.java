package com.pharmaserv.repave.infra.judges.access;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.pharmaserv.repave.infra.dryrun.Physical;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The evaluation engine, in a process of its own. */
final class Judge {
  private static final Path SOURCES = Path.of("judges/access");
  private static final List<String> FILES =
      List.of("package.json", "package-lock.json", "evaluate.mjs");
  private static final Path FOLDER = Path.of("target/access-judge");
  private static final Duration INSTALL_BOUND = Duration.ofMinutes(3);
  private static final Duration EVALUATE_BOUND = Duration.ofMinutes(2);
  private static final int OLDEST_NODE = 18;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Judge() {}

  /** Installs it where it is not there yet; a machine that cannot have it says so. */
  static void install() throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path printed = FOLDER.resolve("install.out");
    String trouble = nodeTrouble(printed);
    if (trouble.isEmpty()) {
      for (String file : FILES) {
        Files.writeString(FOLDER.resolve(file), Files.readString(SOURCES.resolve(file)));
      }
      Path mark = FOLDER.resolve("installed");
      String lock = Physical.hex(Files.readString(SOURCES.resolve("package-lock.json")));
      if (Files.exists(mark) && Files.readString(mark).equals(lock)) {
        return;
      }
      trouble =
          run(
              INSTALL_BOUND,
              Path.of("/dev/null"),
              printed,
              List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"));
      if (trouble.isEmpty()) {
        Files.writeString(mark, lock);
        return;
      }
    }
    String message =
        "NOT TESTED by the judge of policies: "
            + trouble
            + "\nInstall Node.js "
            + OLDEST_NODE
            + " or newer with npm, and let npm reach its registry once.";
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    abort(message);
  }

  private static String nodeTrouble(Path printed) throws IOException, InterruptedException {
    String trouble =
        run(
            INSTALL_BOUND,
            Path.of("/dev/null"),
            printed,
            List.of("node", "-p", "process.versions.node.split('.')[0]"));
    if (trouble.isEmpty()) {
      String version = Files.readString(printed).strip();
      return Integer.parseInt(version) < OLDEST_NODE ? "this is Node.js " + version : "";
    }
    return trouble;
  }

  /** The answers to each of the requests, in their order. */
  static JsonNode ask(String name, JsonNode requests) throws IOException, InterruptedException {
    Path asked = FOLDER.resolve(name + ".json");
    Path answered = FOLDER.resolve(name + ".answers.json");
    JSON.writeValue(asked.toFile(), requests);
    String trouble = run(EVALUATE_BOUND, asked, answered, List.of("node", "evaluate.mjs"));
    if (!trouble.isEmpty()) {
      throw new AssertionError(trouble);
    }
    return JSON.readTree(answered.toFile());
  }

  /** Why the command did not succeed; empty if it did. */
  private static String run(Duration bound, Path in, Path out, List<String> command)
      throws IOException, InterruptedException {
    Path err = out.resolveSibling(out.getFileName() + ".err");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    if (!process.waitFor(bound.toSeconds(), TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return String.join(" ", command) + " was stopped after " + bound;
    }
    return process.exitValue() == 0
        ? ""
        : String.join(" ", command)
            + " ended with "
            + process.exitValue()
            + "\n"
            + Files.readString(err);
  }
}
