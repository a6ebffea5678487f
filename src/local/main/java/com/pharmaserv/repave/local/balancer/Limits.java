package com.pharmaserv.repave.local.balancer;

import java.time.Duration;
import java.util.List;

/** Every bound of the balancer in one place, each with its reason. */
final class Limits {
  /** As many as the smallest machine this runs on has cores; more only cost memory. */
  static final int IO_THREADS = 2;

  /** TLS handshakes hand their key operations to these, so that requests go on meanwhile. */
  static final int HANDSHAKE_THREADS = 1;

  /** Holds one TLS record of 16 KiB with its header and padding. */
  static final int BUFFER_BYTES = 17 * 1024;

  /** At most 8.5 MiB of direct memory is kept when idle. */
  static final int POOLED_BUFFERS = 512;

  /** Spares the shared pool's lock in the common case. */
  static final int THREAD_LOCAL_BUFFERS = 12;

  /** Each TLS connection costs tens of KiB: a flood of them stays below 256 MiB. */
  static final int MAX_CONNECTIONS = 4096;

  static final int BACKLOG = 1024;

  /** Twice what an ALB takes for a request line, enough for large cookies. */
  static final int MAX_HEADER_BYTES = 32 * 1024;

  static final int MAX_HEADERS = 100;

  /** Bodies are streamed, so this bounds time and abuse, not memory. */
  static final long MAX_ENTITY_BYTES = 64L * 1024 * 1024;

  /** A client that trickles its request head (slow loris) is cut off here. */
  static final Duration PARSE_TIMEOUT = Duration.ofSeconds(10);

  /** An ALB's default idle timeout. */
  static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

  /** Whole request with its answer: bounds slow uploads, slow machines and slow readers alike. */
  static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(2);

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

  private Limits() {}
}
