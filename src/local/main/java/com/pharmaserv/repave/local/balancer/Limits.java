package com.pharmaserv.repave.local.balancer;

import java.time.Duration;
import java.util.List;

/** Every bound of the balancer in one place, each with its reason. */
final class Limits {
  /** As many as the smallest machine this runs on has cores; more only cost memory. */
  static final int IO_THREADS = 2;

  /** Each TLS connection costs tens of KiB: a flood of them stays below 256 MiB. */
  static final int MAX_CONNECTIONS = 4096;

  /**
   * Connections of one IO thread that have not shaken hands. The oldest makes room for the next: a
   * handshake takes milliseconds, so in a flood of those that never begin it is not a real client.
   */
  static final int MAX_HANDSHAKES = 1024;

  static final int BACKLOG = 1024;

  /** Twice what an ALB takes for a request line, enough for large cookies. */
  static final int MAX_HEADER_BYTES = 32 * 1024;

  static final int MAX_HEADERS = 100;

  /** An ALB's bound for a request line; paths above it are mistakes or attacks. */
  static final int MAX_LINE_BYTES = 16 * 1024;

  /** Of a body, handed on at once: the text of one TLS record. */
  static final int BUFFER_BYTES = 16 * 1024;

  /** Bodies are streamed, so this bounds time and abuse, not memory. */
  static final long MAX_ENTITY_BYTES = 64L * 1024 * 1024;

  /** As long as the head: both are what a client does before it is served. */
  static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  /** A client that trickles its request head (slow loris) is cut off here. */
  static final Duration PARSE_TIMEOUT = Duration.ofSeconds(10);

  /**
   * An ALB's default idle timeout: between requests, and while neither side of a request or of an
   * upgraded connection moves a byte. There is no bound for a whole request, as an ALB has none.
   */
  static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  /**
   * How long the rest of a body is read and dropped after an answer that did not wait for it:
   * closing at once would reset the connection, and the client might lose the answer with it. Also
   * how long a websocket may be silent whose client has ended its side.
   */
  static final Duration LINGER = Duration.ofSeconds(2);

  /** To a port of this machine; only a process that hangs lets it come to that. */
  static final Duration DIAL_TIMEOUT = Duration.ofSeconds(5);

  /** Answers 1xx before the last one; a machine that goes on for ever must not keep its client. */
  static final int MAX_INTERIM = 16;

  /** One retry for a machine that died, one for a second that died with it. */
  static final int RETRIES = 2;

  /** Shorter than the machines' keep-alive of 30 s, so that we always close first. */
  static final Duration POOL_IDLE = Duration.ofSeconds(10);

  /** Connections kept open to one machine by each IO thread. */
  static final int POOL_MAX_IDLE = 128;

  /** Connections to one machine by each IO thread; above it the machine counts as overloaded. */
  static final int POOL_MAX_OPEN = 1024;

  /** Bytes of a probe's answer that are read before its connection is given up instead. */
  static final long PROBE_MAX_BODY = 64 * 1024;

  /** Generations of one fleet that are measured: two in a rollout, and some history. */
  static final int MAX_LABELS = 8;

  /** Lines of the access log that wait for the disk; about 4 MiB. */
  static final int LOG_QUEUE = 16 * 1024;

  static final long LOG_BYTES = 20L * 1024 * 1024;

  /** How long {@code close} waits for threads to end. */
  static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Rounds of picking a machine while others drain; far more than machines drain at once. */
  static final int MAX_PICK_ROUNDS = 1000;

  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** Forward secrecy and authenticated encryption only, the cheapest first. */
  static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  /** The bounds in time that tests shorten. */
  record Bounds(Duration handshake, Duration head, Duration idle, Duration linger) {
    static final Bounds DEFAULT =
        new Bounds(HANDSHAKE_TIMEOUT, PARSE_TIMEOUT, IDLE_TIMEOUT, LINGER);

    private static final long TICK_MAX_MILLIS = 1_000;
    private static final int TICKS = 10;

    Bounds {
      for (Duration bound : List.of(handshake, head, idle, linger)) {
        if (bound.isNegative() || bound.isZero()) {
          throw new IllegalArgumentException("bound " + bound + " must be positive");
        }
      }
    }

    /** How often a connection looks at its bounds: late by a tenth, and by a second at most. */
    long tickMillis() {
      long shortest = Math.min(linger.toMillis(), Math.min(head.toMillis(), idle.toMillis()));
      return Math.max(1, Math.min(TICK_MAX_MILLIS, shortest / TICKS));
    }
  }

  private Limits() {}
}
