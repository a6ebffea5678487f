package com.pharmaserv.repave.local.balancer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** HAProxy with the same bounds as ours, a listener and a machine for each stage. */
final class Haproxy implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofSeconds(10);

  private final Process process;
  private final List<Integer> ports;

  private Haproxy(Process process, List<Integer> ports) {
    this.process = process;
    this.ports = ports;
  }

  int port(int stage) {
    return ports.get(stage);
  }

  static Haproxy start(Path folder, KeyStore identity, List<Integer> machines, Limits.Bounds bounds)
      throws Exception {
    String pem =
        pem("CERTIFICATE", identity.getCertificateChain("identity")[0].getEncoded())
            + pem("PRIVATE KEY", identity.getKey("identity", TestAuthority.PASSWORD).getEncoded());
    Path server = Files.writeString(folder.resolve("server.pem"), pem);
    Path authority =
        Files.writeString(
            folder.resolve("ca.pem"),
            pem("CERTIFICATE", identity.getCertificateChain("identity")[1].getEncoded()));
    StringBuilder config = new StringBuilder();
    config.append("global\n  ssl-default-bind-options ssl-min-ver TLSv1.2\n");
    config.append("defaults\n  mode http\n  option forwardfor\n  timeout connect 5s\n");
    config.append("  timeout client %sms\n".formatted(bounds.idle().toMillis()));
    config.append("  timeout server %sms\n".formatted(bounds.idle().toMillis()));
    config.append("  timeout http-keep-alive %sms\n".formatted(bounds.idle().toMillis()));
    config.append("  timeout http-request %sms\n".formatted(bounds.head().toMillis()));
    List<Integer> ports = new ArrayList<>();
    for (int machine : machines) {
      int port = free();
      ports.add(port);
      config.append(
          """
          frontend f%s
            bind 127.0.0.1:%s ssl crt %s alpn http/1.1
            default_backend b%s
          backend b%s
            http-reuse never
            server m 127.0.0.1:%s ssl verify required ca-file %s verifyhost localhost
          """
              .formatted(port, port, server, port, port, machine, authority));
    }
    Path file = Files.writeString(folder.resolve("haproxy.cfg"), config);
    Process process =
        new ProcessBuilder("haproxy", "-q", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("haproxy.log").toFile())
            .start();
    com.pharmaserv.repave.testing.Until.holds(
        "haproxy listens", START_BOUND, () -> ports.stream().allMatch(Haproxy::listens));
    return new Haproxy(process, ports);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int free() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static String pem(String type, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
