package com.pharmaserv.repave.local.balancer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A few clients that ask one after another on kept-alive connections until stopped. */
final class TestLoad {
  private static final long JOIN_MILLIS = 20_000;

  private final BalancerFixture fixture;
  private final String path;
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentMap<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  TestLoad(BalancerFixture fixture, String path, int clients) {
    this.fixture = fixture;
    this.path = path;
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(this::run, "load-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  int done() {
    return outcomes.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How often each status came, or which exception. */
  Map<String, AtomicInteger> outcomes() {
    return outcomes;
  }

  private void run() {
    while (!stopped) {
      try (TestClient client = fixture.client()) {
        while (!stopped) {
          count(String.valueOf(client.get(BalancerFixture.HOST, path).status()));
        }
      } catch (IOException e) {
        count(e.toString());
      } catch (Exception e) {
        count("test is wrong: " + e);
        return;
      }
    }
  }

  private void count(String outcome) {
    outcomes.computeIfAbsent(outcome, absent -> new AtomicInteger()).incrementAndGet();
  }

  /** Returns when the last request has its answer. */
  void stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
