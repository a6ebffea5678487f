package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The emulator moto, started once for all tests of a Java machine and stopped after the last. A
 * test class says {@code @ExtendWith(Moto.Starter.class)} and takes it as a parameter; or {@code
 * Moto.MendedStarter} for one that was made to do what it lacks.
 *
 * <p>Its version is pinned: an installed one is used if it is exactly that, else a virtual
 * environment is made in the build folder. If neither works, tests are skipped, except in CI.
 */
public final class Moto implements AutoCloseable {
  /** The account of everything in moto. */
  public static final String ACCOUNT = "123456789012";

  static final String VERSION = "5.2.1";

  /** First imports on a busy machine; 0.6 s on an idle one. */
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private static final Duration STOP_MAX = Duration.ofSeconds(10);
  private static final int HTTP_TIMEOUT_MILLIS = 30_000;
  private static final Pattern RUNNING =
      Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

  private static final Path SERVE = ProjectRoot.resolve("src/aws-twin/test/moto/serve.py");

  private final Process process;
  private final URI endpoint;

  private Moto(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Hands the one moto to tests, or skips them where it cannot run; in CI they fail then. */
  public static class Starter implements ExecutionCondition, ParameterResolver {
    private final List<String> options;

    public Starter() {
      this(List.of());
    }

    private Starter(List<String> options) {
      this.options = options;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Held held = held(context);
      if (held.moto().isPresent() || "true".equals(System.getenv("CI"))) {
        return ConditionEvaluationResult.enabled("moto runs, or must run");
      }
      System.getLogger(Moto.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "SKIPPED {0}: {1}",
              context.getDisplayName(),
              held.why());
      return ConditionEvaluationResult.disabled(held.why());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType().equals(Moto.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Held held = held(context);
      return held.moto()
          .orElseThrow(() -> new IllegalStateException(held.why() + "; CI must run these tests"));
    }

    private Held held(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Moto.class))
          .getOrComputeIfAbsent(options, unmade -> Held.started(options), Held.class);
    }
  }

  /** Hands out another one, on which disks can be published to the end: see mended.py. */
  public static final class MendedStarter extends Starter {
    public MendedStarter() {
      super(List.of("--mended"));
    }
  }

  /** The outcome of the one start; closed by JUnit after the last test. */
  private record Held(Optional<Moto> moto, String problem) implements AutoCloseable {
    static Held started(List<String> options) {
      try {
        return new Held(Optional.of(start(MotoPython.find(), options)), "");
      } catch (IOException problem) {
        return new Held(Optional.empty(), String.valueOf(problem.getMessage()));
      }
    }

    String why() {
      return "moto " + VERSION + " cannot run here: " + problem;
    }

    @Override
    public void close() {
      moto.ifPresent(Moto::close);
    }
  }

  private static Moto start(Path python, List<String> options) throws IOException {
    // A log for each Java machine that runs tests: the address in it must be that of its own moto.
    Path log =
        Files.createDirectories(Path.of("target"))
            .resolve(
                "moto-%s%s.log".formatted(ProcessHandle.current().pid(), String.join("", options)));
    // It chooses a free port itself, and its log names it.
    List<String> command = new ArrayList<>(List.of(python.toString(), SERVE.toString()));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Until.holds(
          "moto runs; its log is " + log.toAbsolutePath(),
          START_MAX,
          () -> !process.isAlive() || address(log).isPresent());
      Optional<URI> address = address(log);
      if (address.isEmpty()) {
        throw new IOException("it ended at once: " + Files.readString(log).strip());
      }
      return new Moto(process, address.get());
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  private static Optional<URI> address(Path log) throws IOException {
    Matcher running = RUNNING.matcher(Files.readString(log));
    return running.find() ? Optional.of(URI.create(running.group(1))) : Optional.empty();
  }

  /** Where every service is. */
  public URI endpoint() {
    return endpoint;
  }

  /** Forgets everything. */
  public void reset() throws IOException {
    HttpURLConnection reset =
        (HttpURLConnection) endpoint.resolve("/moto-api/reset").toURL().openConnection();
    reset.setRequestMethod("POST");
    reset.setConnectTimeout(HTTP_TIMEOUT_MILLIS);
    reset.setReadTimeout(HTTP_TIMEOUT_MILLIS);
    if (reset.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw new IOException("moto does not reset: HTTP " + reset.getResponseCode());
    }
    reset.disconnect();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
