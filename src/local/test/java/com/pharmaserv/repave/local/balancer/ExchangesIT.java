package com.pharmaserv.repave.local.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.local.balancer.Exchanged.Seen;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.model.Weights;
import com.pharmaserv.repave.testing.Golden;
import com.pharmaserv.repave.testing.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the balancer's answers to tables of exchanges, beside what HAProxy made of them. What we do
 * otherwise has its reason there.
 *
 * <p>{@code -Drepave.golden=update} writes our part anew, {@code -Drepave.haproxy=record} theirs,
 * {@code -Drepave.haproxy=compare} holds the recorded part to the HAProxy that is installed.
 */
class ExchangesIT {
  private static final Path FOLDER = ProjectRoot.resolve("src/local/test/resources/exchanges");
  private static final String HAPROXY = System.getProperty("repave.haproxy", "");

  /** As many as wait beside each other without falling behind on two cores. */
  private static final int STAGES = 6;

  private static final int LEAST = 150;
  private static final Limits.Bounds BOUNDS =
      new Limits.Bounds(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofMillis(1500));

  @TempDir private Path folder;

  @Test
  void answersEachExchangeAsTheTablesSay() throws Exception {
    Map<Path, List<Exchanged>> tables = tables();
    List<Exchanged> all = tables.values().stream().flatMap(List::stream).toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST);
    assertThat(all).extracting(Exchanged::title).doesNotHaveDuplicates();
    TestAuthority authority = new TestAuthority();
    List<Seen> ours = ours(authority, all);
    List<Seen> theirs =
        HAPROXY.isEmpty() ? all.stream().map(Exchanged::haproxy).toList() : theirs(authority, all);
    int at = 0;
    for (Map.Entry<Path, List<Exchanged>> table : tables.entrySet()) {
      StringBuilder text = new StringBuilder(preface(table.getKey()));
      for (Exchanged exchange : table.getValue()) {
        Seen own = Golden.updating() || HAPROXY.isEmpty() ? ours.get(at) : exchange.ours();
        text.append(exchange.written(own, theirs.get(at)));
        at++;
      }
      if (HAPROXY.equals("record")) {
        Files.writeString(table.getKey(), text);
      }
      Golden.check(table.getKey(), text.toString());
    }
  }

  @Test
  void eachDifferenceFromHaproxyHasAReasonOfItsOwn() throws Exception {
    List<Exchanged> different =
        tables().values().stream()
            .flatMap(List::stream)
            .filter(exchange -> !exchange.ours().equals(exchange.haproxy()))
            .toList();
    assertThat(different)
        .allSatisfy(exchange -> assertThat(exchange.because()).as(exchange.title()).isNotBlank());
  }

  /** The same machine under another name, with no connection yet. */
  private static final class Ours implements Stage.Between {
    private final Balancer balancer;
    private final int port;
    private int number;

    Ours(Balancer balancer, int port) {
      this.balancer = balancer;
      this.port = port;
      register();
    }

    private void register() {
      Balancer.Target target = new Balancer.Target("m-" + number, "app-g0001", port);
      balancer.register(BalancerFixture.HOST, Slot.BLUE, target);
    }

    @Override
    public boolean idle() {
      return balancer.openRequests(BalancerFixture.HOST, "m-" + number) == 0;
    }

    @Override
    public void forget() {
      balancer.forget(BalancerFixture.HOST, "m-" + number);
      number++;
      register();
    }
  }

  /** Keeps none, by its configuration. */
  private static final class Theirs implements Stage.Between {
    @Override
    public boolean idle() {
      return true;
    }

    @Override
    public void forget() {
      // Nothing is kept.
    }
  }

  private List<Seen> ours(TestAuthority authority, List<Exchanged> all) throws Exception {
    Balancer.Settings settings =
        new Balancer.Settings(
            0, 0, authority.server(), authority.client(), folder.resolve("access.log"));
    List<Balancer> balancers = new ArrayList<>();
    List<Stage> stages = new ArrayList<>();
    try {
      for (int i = 0; i < STAGES; i++) {
        Balancer balancer = Balancer.start(settings, BOUNDS);
        balancers.add(balancer);
        RawMachine machine = new RawMachine(authority.server(), 0);
        String host = BalancerFixture.HOST;
        Duration seldom = Duration.ofMinutes(5);
        balancer.putFleet(host, new HealthCheck("/health", seldom, Duration.ofSeconds(5)));
        Ours between = new Ours(balancer, machine.port());
        stages.add(new Stage(authority.client(), balancer.port(), machine, between));
        balancer.shift(host, new Weights(100, 0));
      }
      return play(stages, all);
    } finally {
      balancers.forEach(Balancer::close);
      stages.forEach(stage -> stage.machine().close());
    }
  }

  private List<Seen> theirs(TestAuthority authority, List<Exchanged> all) throws Exception {
    KeyStore identity = authority.identity();
    List<RawMachine> machines = new ArrayList<>();
    for (int i = 0; i < STAGES; i++) {
      machines.add(new RawMachine(TestAuthority.server(identity), 0));
    }
    List<Integer> ports = machines.stream().map(RawMachine::port).toList();
    try (Haproxy haproxy = Haproxy.start(folder, identity, ports, BOUNDS)) {
      List<Stage> stages = new ArrayList<>();
      for (int i = 0; i < STAGES; i++) {
        stages.add(new Stage(authority.client(), haproxy.port(i), machines.get(i), new Theirs()));
      }
      return play(stages, all);
    } finally {
      machines.forEach(RawMachine::close);
    }
  }

  private static List<Seen> play(List<Stage> stages, List<Exchanged> all) throws Exception {
    BlockingQueue<Stage> free = new LinkedBlockingQueue<>(stages);
    ExecutorService threads = Executors.newFixedThreadPool(stages.size());
    try {
      List<Future<Seen>> results = new ArrayList<>();
      for (Exchanged exchange : all) {
        results.add(
            threads.submit(
                () -> {
                  Stage stage = free.take();
                  try {
                    return stage.play(exchange);
                  } finally {
                    free.add(stage);
                  }
                }));
      }
      List<Seen> seen = new ArrayList<>();
      for (Future<Seen> result : results) {
        seen.add(result.get());
      }
      return seen;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Map<Path, List<Exchanged>> tables() throws IOException {
    Map<Path, List<Exchanged>> tables = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        tables.put(file, Exchanged.parse(Files.readAllLines(file)));
      }
    }
    return tables;
  }

  private static String preface(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.indexOf("## "));
  }
}
