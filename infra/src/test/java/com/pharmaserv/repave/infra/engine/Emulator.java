package com.pharmaserv.repave.infra.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Infrastructure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An emulated account with the hosted zone that an environment names, on a port of its own. */
final class Emulator implements AutoCloseable {
  private static final Duration CALL_BOUND = Duration.ofSeconds(30);

  private final Process process;
  private final URI endpoint;
  private final Path refusals;

  private Emulator(Process process, URI endpoint, Path refusals) {
    this.process = process;
    this.endpoint = endpoint;
    this.refusals = refusals;
  }

  /**
   * @param folder for what it leaves behind
   */
  static Emulator start(Path python, Path folder, Environment.Aws account) throws IOException {
    Infrastructure.Domain domain = account.infrastructure().orElseThrow().domain();
    Files.createDirectories(folder);
    Process process =
        new ProcessBuilder(
                python.toString(),
                "src/test/moto/serve.py",
                account.account(),
                domain.name(),
                domain.zone())
            .redirectError(folder.resolve("moto.txt").toFile())
            .start();
    BufferedReader printed =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String port = printed.readLine();
    if (port == null) {
      throw new IOException("moto did not start: " + Files.readString(folder.resolve("moto.txt")));
    }
    return new Emulator(
        process, URI.create("http://127.0.0.1:" + port), folder.resolve("refusals.tsv"));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Where the bridge notes what this has refused to make. */
  Path refusals() {
    return refusals;
  }

  /**
   * What it refused to make: a type in Terraform, the call of AWS or what was tried, the message.
   */
  List<Refusal> refused() throws IOException {
    return Files.readAllLines(refusals).stream().map(Refusal::of).toList();
  }

  /**
   * A call to the load balancers, made as somebody else than Pulumi; answers the XML.
   *
   * @param asked the call's name as Action, and its parameters
   */
  String balancers(String region, Map<String, String> asked)
      throws IOException, InterruptedException {
    String form =
        asked.entrySet().stream()
            .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), UTF_8))
            .collect(Collectors.joining("&", "Version=2015-12-01&", ""));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(endpoint)
                    .timeout(CALL_BOUND)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/%s/elasticloadbalancing/aws4_request"
                            .formatted(region))
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(form + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
