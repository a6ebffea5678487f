package com.pharmaserv.repave.local.tls;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.store.LocalHome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTrustTest {
  private static final int PORT = 20_001;
  private static final int BUFFER = 64 * 1024;
  private static final int STEPS_MAX = 200;

  @TempDir Path folder;
  private MachineTrust trust;
  private Authority ours;
  private Authority foreign;

  @BeforeEach
  void authorities() throws IOException {
    Authority authority = authority("a");
    trust = new MachineTrust(authority.certificate());
    ours = authority;
    foreign = authority("b");
  }

  private Authority authority(String name) throws IOException {
    LocalHome home = new LocalHome(folder.resolve(name));
    home.prepare();
    return Authority.open(home, Clock.systemUTC());
  }

  /** A handshake without any socket, with whoever claims to be at the port. */
  private void shake(Authority authority, int port) throws IOException {
    SSLEngine server =
        Contexts.server(new ServerIdentity(authority.issue("machine", List.of("127.0.0.1"))))
            .createSSLEngine();
    server.setUseClientMode(false);
    SSLEngine client = Contexts.client(trust).createSSLEngine("127.0.0.1", port);
    client.setUseClientMode(true);
    ByteBuffer toServer = ByteBuffer.allocate(BUFFER);
    ByteBuffer toClient = ByteBuffer.allocate(BUFFER);
    client.beginHandshake();
    server.beginHandshake();
    for (int i = 0; i < STEPS_MAX; i++) {
      step(client, toClient, toServer);
      step(server, toServer, toClient);
      if (client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
          && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
        return;
      }
    }
    throw new IOException("no end of the handshake");
  }

  private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws IOException {
    switch (engine.getHandshakeStatus()) {
      case NEED_TASK -> engine.getDelegatedTask().run();
      case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
      case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
        in.flip();
        engine.unwrap(in, ByteBuffer.allocate(BUFFER));
        in.compact();
      }
      default -> {
        // Done on this side.
      }
    }
  }

  @Test
  void onlyTheAuthoritysCertificatesAreGoodAnywhere() {
    assertThatCode(() -> shake(ours, PORT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> shake(foreign, PORT)).isInstanceOf(SSLException.class);
  }

  @Test
  void aMachinesOwnCertificateIsGoodAtItsPortForAsLongAsItRuns() {
    trust.expect(PORT);
    assertThatCode(() -> shake(foreign, PORT)).doesNotThrowAnyException();
    assertThatThrownBy(() -> shake(foreign, PORT + 1)).isInstanceOf(SSLException.class);
    trust.forget(PORT);
    assertThatThrownBy(() -> shake(foreign, PORT)).isInstanceOf(SSLException.class);
  }
}
