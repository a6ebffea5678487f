import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The example service: HTTPS on loopback, nothing but the JDK.
 *
 * <p>It runs in its image's tree and reads from it {@code version.txt} and {@code faults.txt}; its
 * environment names its place: REPAVE_PORT, REPAVE_TLS_CERT and REPAVE_TLS_KEY (PEM files, the key
 * as PKCS#8), REPAVE_MACHINE, REPAVE_ZONE. On SIGTERM it finishes the open requests and exits 0.
 */
public final class Hello {
  private static final int THREADS = 16;
  private static final String CONNECTIONS_MAX = "128";

  /** Requests that may wait for a thread; beyond them connections are refused, not hoarded. */
  private static final int WAITING_MAX = 512;

  /** Slow answers that may be owed at the same time. */
  private static final int SLOW_MAX = 512;

  private static final int SLOW_MILLIS_MAX = 10_000;
  private static final int STOP_SECONDS_MAX = 10;
  private static final int FAREWELL_MILLIS = 200;

  /** A fault that shows only under load, as bad ones do: the first answers are always good. */
  private static final long GOOD_ANSWERS = 12;

  private final AtomicLong asked = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger slow = new AtomicInteger();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final byte[] greeting;
  private final int errorPercent;
  private volatile boolean stopping;

  private Hello(byte[] greeting, int errorPercent) {
    this.greeting = greeting;
    this.errorPercent = errorPercent;
  }

  public static void main(String[] args) throws IOException, GeneralSecurityException {
    long started = System.nanoTime();
    // The server reads these once, when its first class is loaded.
    // Without it an answer that leaves in two packets waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Connections of a load balancer idle for long; the side that opened them should close them.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    // Each takes some 100 KB of a small heap; beyond this many, new ones are closed at once.
    System.setProperty("jdk.httpserver.maxConnections", CONNECTIONS_MAX);
    System.setProperty("sun.net.httpserver.maxIdleConnections", CONNECTIONS_MAX);
    // Seconds: a peer that sends its request or takes its answer too slowly holds a thread.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "20");

    String greeting =
        "{\"service\":\"hello\",\"version\":\""
            + json(Files.readString(Path.of("version.txt")).strip())
            + "\",\"machine\":\""
            + json(setting("REPAVE_MACHINE"))
            + "\",\"zone\":\""
            + json(setting("REPAVE_ZONE"))
            + "\"}\n";
    int port = Integer.parseInt(setting("REPAVE_PORT"));
    Hello hello = new Hello(greeting.getBytes(StandardCharsets.UTF_8), errorPercent());
    HttpsServer server = hello.serve(port);
    long millis = (System.nanoTime() - started) / 1_000_000;
    System.err.println("hello listens on " + server.getAddress() + " after " + millis + " ms");
  }

  private HttpsServer serve(int port) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager identity =
        new Identity(Path.of(setting("REPAVE_TLS_CERT")), Path.of(setting("REPAVE_TLS_KEY")));
    context.init(new KeyManager[] {identity}, null, null);
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpsServer server = HttpsServer.create(address, WAITING_MAX);
    server.setHttpsConfigurator(new ModernTls(context));
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING_MAX));
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", new Counted(this::root));
    server.createContext("/health", new Counted(exchange -> answer(exchange, 200, "ok\n")));
    server.createContext("/slow", new Counted(this::slow));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
    server.start();
    return server;
  }

  private void root(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/")) {
      answer(exchange, 404, "not found\n");
      return;
    }
    long count = asked.incrementAndGet();
    // Evenly spread, not drawn: the same traffic gives the same faults.
    if (count > GOOD_ANSWERS && count * errorPercent % 100 < errorPercent) {
      answer(exchange, 500, greeting);
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer(exchange, 200, greeting);
  }

  /** Owes the answer without holding a thread, so that slow requests never block others. */
  private void slow(HttpExchange exchange) throws IOException {
    int millis = millis(exchange.getRequestURI().getQuery());
    if (millis < 0) {
      answer(exchange, 400, "ask /slow?ms=N, N from 0 to " + SLOW_MILLIS_MAX + "\n");
      return;
    }
    if (slow.incrementAndGet() > SLOW_MAX) {
      slow.decrementAndGet();
      answer(exchange, 503, "too many slow requests\n");
      return;
    }
    timer.schedule(
        () -> {
          slow.decrementAndGet();
          try {
            answer(exchange, 200, "slept " + millis + " ms\n");
          } catch (IOException e) {
            // The caller is gone; answer has closed the exchange, and nobody is left to tell.
          }
        },
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** The time asked for, or -1 where it is none within the bound. */
  private static int millis(String query) {
    if (query == null || !query.matches("ms=[0-9]{1,5}")) {
      return -1;
    }
    int millis = Integer.parseInt(query.substring("ms=".length()));
    return millis > SLOW_MILLIS_MAX ? -1 : millis;
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    answer(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Every exchange ends here, exactly once. */
  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    try {
      if (stopping) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    } finally {
      exchange.close();
      open.decrementAndGet();
    }
  }

  private void stop(HttpsServer server) {
    stopping = true;
    try {
      // Connections in use are told to close with their next answer, instead of being cut.
      TimeUnit.MILLISECONDS.sleep(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      // Then they are cut: whoever interrupts wants the end now.
    }
    // Given time to wait, the server waits all of it if no request is open.
    server.stop(open.get() > 0 ? STOP_SECONDS_MAX : 0);
    // A machine told to stop that has stopped is no failure; the default would be exit code 143.
    Runtime.getRuntime().halt(0);
  }

  private static int errorPercent() throws IOException {
    Path file = Path.of("faults.txt");
    String text = Files.exists(file) ? Files.readString(file).strip() : "error-percent=0";
    if (!text.matches("error-percent=(100|[0-9]{1,2})")) {
      throw new IllegalArgumentException(
          "faults.txt '" + text + "' must be error-percent=0 to 100");
    }
    return Integer.parseInt(text.substring("error-percent=".length()));
  }

  private static String setting(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " must be set in the environment");
    }
    return value;
  }

  private static String json(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Counts the requests that are owed an answer. */
  private final class Counted implements HttpHandler {
    private final HttpHandler handler;

    private Counted(HttpHandler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      open.incrementAndGet();
      handler.handle(exchange);
    }
  }

  private static final class ModernTls extends HttpsConfigurator {
    private ModernTls(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      parameters.setSSLParameters(tls);
    }
  }

  /** The machine's one certificate with its key, straight from files: no key store, no password. */
  private static final class Identity extends X509ExtendedKeyManager {
    private static final String ALIAS = "machine";
    private final X509Certificate[] chain;
    private final PrivateKey key;

    private Identity(Path certFile, Path keyFile) throws IOException, GeneralSecurityException {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certFile)))
              .toArray(new X509Certificate[0]);
      String pem =
          Files.readString(keyFile).replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
      key =
          KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }

    private String aliasFor(String keyType) {
      return key.getAlgorithm().equals(keyType) ? ALIAS : null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
      return aliasFor(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return aliasFor(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return key;
    }
  }
}
