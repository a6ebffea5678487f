package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Until;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Base64;

/** Our side of benchmarks/balancer.sh: makes the certificates, then runs the balancer. */
final class BalancerBench {
  private static final String HOST = "bench.test";
  private static final Duration START_BOUND = Duration.ofSeconds(20);
  private static final int FIRST_BACKEND = 3;

  private BalancerBench() {}

  /** {@code prepare FOLDER} or {@code serve FOLDER PORT BACKEND-PORT...}. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    if (args[0].equals("prepare")) {
      prepare(folder);
    } else {
      serve(folder, args);
    }
  }

  private static void prepare(Path folder) throws Exception {
    KeyStore identity = new TestAuthority().identity();
    try (OutputStream out = Files.newOutputStream(folder.resolve("identity.p12"))) {
      identity.store(out, TestAuthority.PASSWORD);
    }
    Certificate[] chain = identity.getCertificateChain("identity");
    byte[] key = identity.getKey("identity", TestAuthority.PASSWORD).getEncoded();
    String leaf = pem("CERTIFICATE", chain[0].getEncoded()) + pem("PRIVATE KEY", key);
    Files.writeString(folder.resolve("server.pem"), leaf);
    Files.writeString(folder.resolve("ca.pem"), pem("CERTIFICATE", chain[1].getEncoded()));
  }

  private static String pem(String type, byte[] content) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    String dashes = "-----";
    return dashes
        + "BEGIN "
        + type
        + dashes
        + "\n"
        + encoder.encodeToString(content)
        + "\n"
        + dashes
        + "END "
        + type
        + dashes
        + "\n";
  }

  private static void serve(Path folder, String[] args) throws Exception {
    KeyStore identity = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("identity.p12"))) {
      identity.load(in, TestAuthority.PASSWORD);
    }
    Balancer.Settings settings =
        new Balancer.Settings(
            Integer.parseInt(args[2]),
            0,
            TestAuthority.server(identity),
            TestAuthority.client(identity.getCertificateChain("identity")[1]),
            folder.resolve("access.log"));
    try (Balancer balancer = Balancer.start(settings)) {
      Duration second = Duration.ofSeconds(1);
      balancer.putFleet(HOST, new HealthCheck("/", second, second));
      for (int i = FIRST_BACKEND; i < args.length; i++) {
        int port = Integer.parseInt(args[i]);
        balancer.register(HOST, Slot.BLUE, new Balancer.Target("m-" + i, "app-g0001", port));
      }
      for (int i = FIRST_BACKEND; i < args.length; i++) {
        String machine = "m-" + i;
        Until.holds(
            machine + " is healthy",
            START_BOUND,
            () -> balancer.health(HOST, machine) == Health.HEALTHY);
      }
      balancer.shift(HOST, new Weights(100, 0));
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
      out.println("ready");
      untilInputEnds();
      out.println(
          balancer.totals(HOST, Slot.BLUE) + " log lines dropped " + balancer.droppedLogLines());
    }
  }

  private static void untilInputEnds() throws IOException {
    while (System.in.read() >= 0) {
      // Only the end counts.
    }
  }
}
