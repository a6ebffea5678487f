package com.pharmaserv.repave;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.testing.ProjectRoot;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example service of images/hello, compiled from its sources and run as a real process. */
class HelloIT {
  private static final Duration START_MAX = Duration.ofSeconds(20);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final long STOP_SECONDS_MAX = 20;

  @TempDir Path folder;

  private final List<Process> started = new ArrayList<>();
  private HttpClient client = HttpClient.newHttpClient();
  private Path tree = Path.of("");
  private int port;

  @BeforeEach
  void bake() throws IOException {
    tree = Files.createDirectories(folder.resolve("tree"));
    Path recipe = ProjectRoot.resolve("images/hello");
    for (String file : List.of("Hello.java", "version.txt", "faults.txt")) {
      Files.copy(recipe.resolve(file), tree.resolve(file));
    }
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                out,
                out,
                "-Xlint:all",
                "-Werror",
                "-d",
                tree.resolve("app").toString(),
                tree.resolve("Hello.java").toString());
    assertThat(status).as(said.toString()).isZero();

    LocalHome home = new LocalHome(folder.resolve("home"));
    home.prepare();
    Authority authority = Authority.open(home, Clock.systemUTC());
    authority
        .issue("hello", List.of("localhost", "127.0.0.1"))
        .write(folder.resolve("key.pem"), folder.resolve("cert.pem"));
    client = HttpClient.newBuilder().sslContext(Contexts.client(home.caCertificate())).build();
  }

  @AfterEach
  void stopAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void saysWhoItIs() throws Exception {
    start();

    HttpResponse<String> root = get("/");
    assertThat(root.statusCode()).isEqualTo(200);
    assertThat(root.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(root.body().strip())
        .isEqualTo(
            "{\"service\":\"hello\",\"version\":\"1\",\"machine\":\"m \\u0022one\\u0022\","
                + "\"zone\":\"zone-a\"}");
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/other").statusCode()).isEqualTo(404);
    assertThat(get("/slow?ms=10001").statusCode()).isEqualTo(400);
  }

  @Test
  void answersOthersWhileManyWait() throws Exception {
    start();
    List<CompletableFuture<HttpResponse<String>>> slow =
        IntStream.range(0, 50).mapToObj(i -> ask("/slow?ms=3000")).toList();

    assertThat(get("/health").statusCode()).isEqualTo(200);

    assertThat(slow).noneMatch(CompletableFuture::isDone);
    assertThat(slow).allMatch(answer -> answer.join().statusCode() == 200);
  }

  @Test
  void showsItsFaultOnlyUnderRealTraffic() throws Exception {
    Files.writeString(tree.resolve("faults.txt"), "error-percent=30\n");
    start();

    assertThat(failures(12)).as("enough good answers to pass every probe").isZero();
    assertThat(failures(100)).isEqualTo(30);
    assertThat(get("/health").statusCode()).as("a fault that health does not show").isEqualTo(200);
  }

  @Test
  void finishesOpenRequestsBeforeItStops() throws Exception {
    Process process = start();
    CompletableFuture<HttpResponse<String>> slow = ask("/slow?ms=1500");
    assertThat(get("/health").statusCode()).isEqualTo(200);

    process.destroy();

    assertThat(slow.join().statusCode()).isEqualTo(200);
    assertThat(process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void refusesFaultsItCannotRead() throws Exception {
    Files.writeString(tree.resolve("faults.txt"), "error-percent=many\n");
    Process process = launch();

    assertThat(process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("log")))
        .contains("faults.txt 'error-percent=many' must be error-percent=0 to 100");
  }

  private Process start() throws IOException {
    Process process = launch();
    Until.holds("the service answers", START_MAX, this::answers);
    return process;
  }

  private Process launch() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(java, "-Xmx24m", "-XX:TieredStopAtLevel=1", "-cp", "app", "Hello")
            .directory(tree.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "REPAVE_PORT", Integer.toString(port),
                "REPAVE_TLS_CERT", folder.resolve("cert.pem").toString(),
                "REPAVE_TLS_KEY", folder.resolve("key.pem").toString(),
                "REPAVE_MACHINE", "m \"one\"",
                "REPAVE_ZONE", "zone-a"));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private boolean answers() throws IOException, InterruptedException {
    try {
      return get("/health").statusCode() == 200;
    } catch (ConnectException e) {
      // Not listening yet; whoever asks has a bound.
      return false;
    }
  }

  private long failures(int requests) throws IOException, InterruptedException {
    long failures = 0;
    for (int i = 0; i < requests; i++) {
      if (get("/").statusCode() == 500) {
        failures++;
      }
    }
    return failures;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path), BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    return client.sendAsync(request(path), BodyHandlers.ofString());
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
        .timeout(ANSWER_MAX)
        .build();
  }
}
