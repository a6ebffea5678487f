package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.journal.FileJournalStore;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Authority;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.local.tls.ServerIdentity;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.JournalEntry.Judged;
import com.pharmaserv.repave.model.RolloutId;
import com.pharmaserv.repave.model.Signal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * Does once what commands do often, so that the launcher can keep the loaded classes in an archive:
 * a later {@code repave status} then starts in a fraction of the time.
 */
final class Training {
  private static final int HANDSHAKE_MILLIS_MAX = 5_000;

  private Training() {}

  static int run() {
    try {
      Path home = Files.createTempDirectory("repave-train");
      try {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Map<String, String> variables = Map.of("REPAVE_HOME", home.toString());
        Repave repave =
            new Repave(
                nowhere, nowhere, false, variables, Clock.systemUTC(), UnaryOperator.identity());
        journal(home);
        Repave.run(new String[] {"status"}, repave);
        Repave.run(new String[] {"status", "--output", "json"}, repave);
        handshake(home);
      } finally {
        delete(home);
      }
      return ExitCode.DONE;
    } catch (Exception untrained) {
      // The launcher goes on without an archive: slower, nothing else.
      return ExitCode.FAILED;
    }
  }

  private static void journal(Path home) throws Exception {
    FleetId fleet = new FleetId("local-eu", "hello");
    Path file = home.resolve("journal/local-eu/hello.journal");
    Clock clock = Clock.systemUTC();
    ChainedJournal journal = new ChainedJournal(new FileJournalStore(file), new SystemTime(clock));
    Signal signal = new Signal(1, Signal.Kind.RESUME, "training", "", clock.instant());
    journal.append(new Judged(new RolloutId(fleet, 1), signal), 1);
  }

  /** A TLS connection to this very process, over a certificate made for it. */
  private static void handshake(Path home) throws IOException, InterruptedException {
    LocalHome local = new LocalHome(home.resolve("local"));
    local.prepare();
    Authority authority = Authority.open(local, Clock.systemUTC());
    SSLContext server =
        Contexts.server(new ServerIdentity(authority.issue("training", List.of("localhost"))));
    SSLContext client = Contexts.client(local.caCertificate());
    InetAddress here = InetAddress.getLoopbackAddress();
    try (SSLServerSocket listener =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, here)) {
      Thread answering = new Thread(() -> answer(listener), "training");
      answering.start();
      try (SSLSocket socket =
          (SSLSocket) client.getSocketFactory().createSocket(here, listener.getLocalPort())) {
        socket.setSoTimeout(HANDSHAKE_MILLIS_MAX);
        socket.startHandshake();
      }
      answering.join(HANDSHAKE_MILLIS_MAX);
    }
  }

  private static void answer(SSLServerSocket listener) {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.setSoTimeout(HANDSHAKE_MILLIS_MAX);
      socket.startHandshake();
    } catch (IOException ended) {
      // The other side reports what matters.
      return;
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
