package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.Until;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The services of images/app and images/worker as real processes, under a key of their own. A
 * machine of continuous integration must have python3; elsewhere the tests are skipped without it.
 */
class PythonIT {
  private static final Duration START_MAX = Duration.ofSeconds(30);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(8);

  /** Less than the service waits for a request that stays open, 30 s. */
  private static final long STOP_SECONDS_MAX = 15;

  private static final String CLOSE = "\r\nConnection: close\r\n\r\n";
  private static final Pattern JOBS = Pattern.compile("\"jobs\": ([0-9]+)");

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private SSLContext tls;
  private int port;
  private String notify = "";

  @BeforeEach
  void prepare() throws Exception {
    tls = SSLContext.getDefault();
    if (Shell.find(System.getenv("PATH"), "python3").isEmpty()) {
      assertThat(System.getenv("CI")).as("no python3 on the PATH").isNull();
      Assumptions.abort("python3 is missing");
    }
    LocalHome home = new LocalHome(folder.resolve("home"));
    home.prepare();
    Authority.open(home, Clock.systemUTC())
        .issue("machine", List.of("localhost", "127.0.0.1"))
        .write(folder.resolve("key.pem"), folder.resolve("certificate.pem"));
    tls = Contexts.client(home.caCertificate());
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void appSaysWhoItIsAndThatItIsWell() throws Exception {
    start("app");

    assertThat(ask("GET / HTTP/1.1\r\nHost: a" + CLOSE))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nContent-Type: application/json\r\n")
        .contains("{\"service\": \"app\", \"version\": \"1\", \"machine\": \"");
    assertThat(ask("GET /health?x=1 HTTP/1.1\r\nHost: a" + CLOSE))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n{\"status\": \"ok\", \"version\": \"1\"}\n");
    assertThat(ask("HEAD / HTTP/1.1\r\nHost: a" + CLOSE))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .endsWith("\r\n\r\n");
    assertThat(ask("GET /other HTTP/1.1\r\nHost: a" + CLOSE)).startsWith("HTTP/1.1 404 ");
    assertThat(ask("DELETE / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void appKeepsAConnectionForTheNextRequest() throws Exception {
    start("app");

    assertThat(ask("GET / HTTP/1.1\r\n\r\nGET /health HTTP/1.1" + CLOSE).split("HTTP/1.1 200", -1))
        .hasSize(3);
  }

  @Test
  void appNeverTakesABodyForTheNextRequest() throws Exception {
    start("app");

    for (String field :
        List.of(
            "Content-Length: 24",
            "content-length: 0\r\nContent-Length: 24",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding : chunked",
            " folded",
            "Content-Length: 24\n")) {
      assertThat(ask("GET / HTTP/1.1\r\n" + field + "\r\n\r\nGET /health HTTP/1.1" + CLOSE))
          .as(field)
          .startsWith("HTTP/1.1 400 ")
          .containsOnlyOnce("HTTP/1.1 ")
          .contains("\r\nConnection: close\r\n");
    }
  }

  @Test
  void appHearsOthersWhileSomebodySaysNothing() throws Exception {
    start("app");
    for (int i = 0; i < 20; i++) {
      plain(); // never begins to speak TLS
    }

    assertThat(ask("GET /health HTTP/1.1" + CLOSE)).startsWith("HTTP/1.1 200 ");
    assertThat(ask("G" + "x".repeat(20_000) + "\r\n\r\n")).as("too long a head").isEmpty();
  }

  @Test
  void appFinishesTheOpenRequestAndClosesIdleConnectionsWhenItIsAskedToEnd() throws Exception {
    Process app = start("app");
    Socket slow = connect();
    Socket idle = connect();
    say(idle, "GET /health HTTP/1.1\r\n\r\n");
    assertThat(new String(idle.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
        .isEqualTo("HTTP/1.1 200");
    say(slow, "GET / HT");

    app.destroy();
    Until.holds("nobody else is let in", ANSWER_MAX, () -> !listens());
    idle.getInputStream().readAllBytes();
    assertThat(app.isAlive()).as("a request is open").isTrue();
    say(slow, "TP/1.1\r\n\r\n");

    assertThat(rest(slow)).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
    assertThat(app.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(app.exitValue()).isZero();
    assertThat(log()).contains("app 1 ends, 0 requests cut");
  }

  @Test
  void workerFinishesTheJobInHandWhenItIsAskedToEnd() throws Exception {
    Process worker = start("worker");
    Until.holds("the first job has ended", ANSWER_MAX, () -> jobs() > 0);
    int before = jobs();

    worker.destroy();

    assertThat(worker.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(worker.exitValue()).isZero();
    Matcher ended = Pattern.compile("worker 1 ends after ([0-9]+) jobs").matcher(log());
    assertThat(ended.find()).as(log()).isTrue();
    assertThat(Integer.parseInt(ended.group(1))).isGreaterThan(before);
  }

  @Test
  void workerAnswersNothingButQuestionsForItsHealth() throws Exception {
    start("worker");

    assertThat(ask("GET / HTTP/1.1" + CLOSE)).startsWith("HTTP/1.1 404 ");
    assertThat(ask("POST /health HTTP/1.1" + CLOSE)).startsWith("HTTP/1.1 404 ");
  }

  @Test
  void workerThatEndsNoJobIsNotWell() throws Exception {
    String code =
        "import sys; sys.path.insert(0, '.'); import worker; w = worker.Worker('1');"
            + " w.ended_at -= worker.SILENT_SECONDS_MAX + 1;"
            + " print(w.health(b'GET /health HTTP/1.1\\r\\n\\r\\n').decode())";
    Process python =
        new ProcessBuilder("python3", "-B", "-c", code)
            .directory(ProjectRoot.resolve("images/worker").toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 503 ")
        .contains("no job for 61 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "worker"})
  void systemdIsToldOnceTheServiceListens(String image) throws Exception {
    String code =
        "import socket, sys; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM);"
            + " s.bind(sys.argv[1]); print('bound', flush=True); print(s.recv(100).decode())";
    notify = folder.resolve("notify").toString();
    Process systemd = new ProcessBuilder("python3", "-c", code, notify).start();
    open.add(systemd::destroyForcibly);
    BufferedReader heard =
        new BufferedReader(new InputStreamReader(systemd.getInputStream(), StandardCharsets.UTF_8));
    assertThat(heard.readLine()).isEqualTo("bound");

    start(image);

    assertThat(heard.readLine()).isEqualTo("READY=1");
  }

  private Process start(String image) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path program = ProjectRoot.resolve("images").resolve(image).resolve(image + ".py");
    ProcessBuilder builder =
        new ProcessBuilder("python3", "-I", "-B", program.toString(), "" + port, folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("NOTIFY_SOCKET", notify);
    Process process = builder.start();
    open.add(process::destroyForcibly);
    Until.holds("the service listens", START_MAX, () -> listens() || !process.isAlive());
    assertThat(process.isAlive()).as(log()).isTrue();
    return process;
  }

  private boolean listens() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }

  private Socket plain() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    open.add(socket);
    return socket;
  }

  private Socket connect() throws IOException {
    Socket socket = tls.getSocketFactory().createSocket(plain(), "localhost", port, true);
    socket.setSoTimeout((int) ANSWER_MAX.toMillis());
    open.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Everything up to the end of the connection, which the other side ends. */
  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private String ask(String request) throws IOException {
    Socket socket = connect();
    say(socket, request);
    return rest(socket);
  }

  private int jobs() throws IOException {
    String answer = ask("GET /health HTTP/1.1" + CLOSE);
    assertThat(answer).startsWith("HTTP/1.1 200 ");
    Matcher jobs = JOBS.matcher(answer);
    return jobs.find() ? Integer.parseInt(jobs.group(1)) : -1;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
