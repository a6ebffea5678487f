package com.pharmaserv.repave.local.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.wire.ControlCall.Answer;
import com.pharmaserv.repave.local.wire.ControlCall.NotSentException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlCallTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";

  @TempDir private Path folder;
  private Path socket;
  private ServerSocketChannel listener;
  private final ExecutorService threads = Executors.newSingleThreadExecutor();

  @BeforeEach
  void listen() throws IOException {
    socket = folder.resolve("control");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }

  /** Reads a request to the end of its body and answers in pieces. */
  private Future<String> answering(String end, String... pieces) {
    return threads.submit(
        () -> {
          try (SocketChannel call = listener.accept()) {
            StringBuilder heard = new StringBuilder();
            ByteBuffer some = ByteBuffer.allocate(64 * 1024);
            while (heard.indexOf(end) < 0 && call.read(some) >= 0) {
              heard.append(StandardCharsets.UTF_8.decode(some.flip()));
              some.clear();
            }
            for (String piece : pieces) {
              call.write(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
            }
            return heard.toString();
          }
        });
  }

  private Answer post(String body, Duration timeout) throws IOException {
    return ControlCall.post(socket, "/v1/observe", body.getBytes(StandardCharsets.UTF_8), timeout);
  }

  @Test
  void anAnswerMayComeInPieces() throws Exception {
    Future<String> heard =
        answering("}", "HTTP/1.", "1 404 No\r\nContent-", "Length: 2\r\n\r\n{", "}");

    Answer answer = post("{}", LONG);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.good()).isFalse();
    assertThat(answer.body()).isEqualTo("{}");
    assertThat(heard.get()).startsWith("POST /v1/observe HTTP/1.1\r\n").endsWith("\r\n\r\n{}");
  }

  /** More than the buffers of a socket take. */
  @Test
  void longBodiesPassBothWays() throws Exception {
    String large = "x".repeat(3_000_000);
    Future<String> heard = answering("x}", HEAD + large.length() + "\r\n\r\n" + large);

    assertThat(post("{" + large + "}", LONG).body()).hasSize(large.length());
    assertThat(heard.get()).endsWith("\r\n\r\n{" + large + "}");
  }

  @Test
  void whoIsNotThereHasNotBeenAsked() throws Exception {
    listener.close();

    assertThatThrownBy(() -> post("{}", LONG)).isInstanceOf(NotSentException.class);
  }

  @Test
  void whoHangsIsNotWaitedForLongerThanAsked() throws Exception {
    assertThatThrownBy(() -> post("{}", SHORT)).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(() -> post("x".repeat(3_000_000), SHORT))
        .as("does not even read")
        .isInstanceOf(SocketTimeoutException.class);
  }

  /** What a call says that is answered so. */
  private AbstractThrowableAssert<?, ? extends Throwable> assertAnswered(String answer) {
    Future<String> heard = answering("}", answer);
    try {
      return assertThatThrownBy(() -> post("{}", LONG));
    } finally {
      heard.cancel(true);
    }
  }

  @Test
  void halfAnAnswerIsNone() {
    assertAnswered(HEAD + "10\r\n\r\n{").isInstanceOf(EOFException.class);
    assertAnswered("HTTP/1.1 200 OK\r\nCont").isInstanceOf(EOFException.class);
  }

  @Test
  void whatIsNoAnswerIsSaid() {
    assertAnswered("SSH-2.0-OpenSSH_10.0\r\n").hasMessageContaining("SSH-2.0");
    assertAnswered(HEAD + "99999999999\r\n\r\n").hasMessageContaining("99999999999");
    assertAnswered("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(101) + "\r\n")
        .hasMessageContaining("more than 100 headers");
    assertAnswered("HTTP/1.1 200 " + "x".repeat(9_000)).hasMessageContaining("8192 bytes");
  }

  @Test
  void anInterruptWaitsForTheOutcome() throws Exception {
    Future<String> heard = answering("}", HEAD + "2\r\n\r\n{}");
    Thread.currentThread().interrupt();

    Answer answer = post("{}", LONG);

    assertThat(Thread.interrupted()).as("is still known").isTrue();
    assertThat(answer.good()).isTrue();
    assertThat(heard.get()).endsWith("{}");
  }
}
