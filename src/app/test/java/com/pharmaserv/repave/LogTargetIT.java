package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a machine on base learns where its log goes, asked of a metadata service that answers as
 * EC2's does in its version 2. A machine of continuous integration must have curl.
 */
class LogTargetIT {
  private static final String TAG = "/latest/meta-data/tags/instance/log-target";
  private static final long END_SECONDS_MAX = 60;

  @TempDir Path folder;

  private HttpServer metadata;
  private int status = 200;
  private String tag = "https://logs.internal:19532";
  private Path file = Path.of("");

  @BeforeEach
  void listen() throws IOException {
    metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    if (Shell.find(System.getenv("PATH"), "curl").isEmpty()) {
      assertThat(System.getenv("CI")).as("no curl on the PATH").isNull();
      Assumptions.abort("curl is missing");
    }
    metadata.createContext("/", this::answer);
    metadata.start();
    file = folder.resolve("environment");
    vendor("Amazon EC2");
  }

  @AfterEach
  void close() {
    metadata.stop(0);
  }

  /** EC2 user guide, "Use the Instance Metadata Service": a token first, then the question. */
  private void answer(HttpExchange exchange) throws IOException {
    boolean put = exchange.getRequestMethod().equals("PUT");
    String path = exchange.getRequestURI().getPath();
    String ttl = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token-ttl-seconds");
    String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
    if (put && path.equals("/latest/api/token")) {
      send(exchange, ttl == null ? 400 : 200, "the-token");
    } else if (!"the-token".equals(token)) {
      send(exchange, 401, "");
    } else {
      send(exchange, path.equals(TAG) ? status : 404, tag);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void theTagOfTheInstanceNamesTheTarget() throws Exception {
    assertThat(run("")).isEqualTo("0 the log goes to https://logs.internal:19532");
    assertThat(file).hasContent("URL=https://logs.internal:19532");
  }

  @Test
  void withoutATagTheLogStaysOnTheMachine() throws Exception {
    status = 404;

    assertThat(run("")).isEqualTo("0 nobody named a target: the log stays on this machine");
    assertThat(file).doesNotExist();
  }

  @Test
  void aMachineElsewhereDoesNotAsk() throws Exception {
    vendor("QEMU");

    assertThat(run("")).isEqualTo("0 nobody named a target: the log stays on this machine");
    assertThat(file).doesNotExist();
  }

  @Test
  void aCredentialOfTheMachineIsEnough() throws Exception {
    vendor("QEMU");
    Path credentials = Files.createDirectory(folder.resolve("credentials"));
    Files.writeString(credentials.resolve("log.target"), "https://10.0.2.2:19532\n");

    assertThat(run(credentials.toString())).isEqualTo("0 the log goes to https://10.0.2.2:19532");
    assertThat(file).hasContent("URL=https://10.0.2.2:19532");
  }

  @Test
  void anAnswerThatIsNoneIsNotTakenForNoTag() throws Exception {
    status = 503;

    assertThat(run("")).startsWith("1 ").contains("answered 503 when it was asked for the tag");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://logs.internal:19532",
        "https://",
        "logs.internal",
        "https://logs.internal --trust=all",
        "https://logs.internal\nLD_PRELOAD=/tmp/x",
        "https://user:password@logs.internal"
      })
  void whatIsNoPlainHttpsUrlIsRefusedByName(String bad) throws Exception {
    tag = bad;

    assertThat(run("")).startsWith("1 log-target '" + bad + "' is no https URL; write it as");
    assertThat(file).doesNotExist();
  }

  private void vendor(String name) throws IOException {
    Files.writeString(folder.resolve("vendor"), name + "\n");
  }

  /** The exit status, and what it said. */
  private String run(String credentials) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "bash",
                ProjectRoot.resolve("images/base/log-target").toString(),
                file.toString(),
                folder.resolve("vendor").toString(),
                "http://127.0.0.1:%s/latest".formatted(metadata.getAddress().getPort()))
            .redirectErrorStream(true);
    builder.environment().put("CREDENTIALS_DIRECTORY", credentials);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + said.strip();
  }
}
