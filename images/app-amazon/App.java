import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Stands in for the application: HTTPS on every address of the machine, nothing but the JDK. On
 * SIGTERM it finishes the open requests and ends.
 */
public final class App {
  private static final int THREADS = 32;
  private static final int STOP_SECONDS_MAX = 30;
  private static final long LOOK_MILLIS = 100;

  private final AtomicInteger open = new AtomicInteger();
  private final String greeting;

  private App(String greeting) {
    this.greeting = greeting;
  }

  /** Takes the port, and the key store with the machine's certificate and its password. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    // A load balancer keeps its connections; the side that opened them should close them.
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    String version = Files.readString(Path.of("version.txt")).strip();
    String machine = InetAddress.getLocalHost().getHostName();
    App app =
        new App("{\"service\":\"app\",\"version\":\"" + version + "\",\"machine\":\"" + machine + "\"}\n");
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(Integer.parseInt(args[0])), /* backlog= */ 512);
    server.setHttpsConfigurator(new HttpsConfigurator(tls(Path.of(args[1]), args[2].toCharArray())));
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", app::answer);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> app.stop(server), "stop"));
    server.start();
    System.err.println("app " + version + " listens on " + server.getAddress());
  }

  private static SSLContext tls(Path store, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private void answer(HttpExchange exchange) throws IOException {
    open.incrementAndGet();
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      boolean known = path.equals("/") || path.equals("/health");
      byte[] body =
          (path.equals("/") ? greeting : known ? "ok\n" : "not found\n")
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 404, body.length);
      exchange.getResponseBody().write(body);
    } finally {
      open.decrementAndGet();
    }
  }

  private void stop(HttpsServer server) {
    long bound = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS_MAX);
    try {
      while (open.get() > 0 && System.nanoTime() < bound) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException now) {
      // Whoever interrupts wants the end at once.
    }
    server.stop(0);
    // A machine told to stop that has stopped is no failure; the default would be exit code 143.
    Runtime.getRuntime().halt(0);
  }
}
