package com.pharmaserv.repave.local.balancer;

import static java.util.Objects.requireNonNull;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
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

  /** Its exchanges wait until a bound in time ends something; in the others none may. */
  private static final String OF_BOUNDS = "bounds.txt";

  /** As many as work beside each other on two cores, and as many as wait. */
  private static final int STAGES = 6;

  private static final int WAITING_STAGES = 12;

  private static final int LEAST = 150;

  /** Longer than any computer stalls. */
  private static final Limits.Bounds PATIENT =
      new Limits.Bounds(
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2));

  /** Short, but seconds longer than what the exchanges do within them. */
  private static final Limits.Bounds SHORT =
      new Limits.Bounds(
          Duration.ofSeconds(8),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  @TempDir private Path folder;

  @Test
  void answersEachExchangeAsTheTablesSay() throws Exception {
    Map<Path, List<Exchanged>> tables = tables();
    List<Exchanged> all = tables.values().stream().flatMap(List::stream).toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST);
    assertThat(all).extracting(Exchanged::title).doesNotHaveDuplicates();
    TestAuthority authority = new TestAuthority();
    Map<Exchanged, Seen> ours = new HashMap<>();
    Map<Exchanged, Seen> theirs = new HashMap<>();
    for (Map.Entry<Path, List<Exchanged>> table : tables.entrySet()) {
      boolean timed = table.getKey().endsWith(OF_BOUNDS);
      ours.putAll(ours(authority, table.getValue(), timed));
      if (!HAPROXY.isEmpty()) {
        theirs.putAll(theirs(authority, table.getValue(), timed));
      }
    }
    if (!Golden.updating()) {
      assertThat(
              all.stream()
                  .flatMap(each -> difference(each, requireNonNull(ours.get(each))).stream())
                  .toList())
          .isEmpty();
    }
    for (Map.Entry<Path, List<Exchanged>> table : tables.entrySet()) {
      StringBuilder text = new StringBuilder(preface(table.getKey()));
      for (Exchanged exchange : table.getValue()) {
        text.append(
            exchange.written(
                requireNonNull(ours.get(exchange)),
                theirs.getOrDefault(exchange, exchange.haproxy())));
      }
      if (HAPROXY.equals("record")) {
        Files.writeString(table.getKey(), text);
      }
      Golden.check(table.getKey(), text.toString());
    }
  }

  private static Optional<String> difference(Exchanged exchange, Seen now) {
    return now.equals(exchange.ours())
        ? Optional.empty()
        : Optional.of("%s:\nwas %s\nnot %s".formatted(exchange.title(), now, exchange.ours()));
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

    @Override
    public boolean answersStrangers() {
      return true;
    }
  }

  /** Keeps none, by its configuration, and sends all hosts to the machine. */
  private static final class Theirs implements Stage.Between {
    @Override
    public boolean idle() {
      return true;
    }

    @Override
    public void forget() {
      // Nothing is kept.
    }

    @Override
    public boolean answersStrangers() {
      return false;
    }
  }

  private Map<Exchanged, Seen> ours(TestAuthority authority, List<Exchanged> all, boolean timed)
      throws Exception {
    Balancer.Settings settings =
        new Balancer.Settings(
            0, 0, authority.server(), authority.client(), folder.resolve("access.log"));
    List<Balancer> balancers = new ArrayList<>();
    List<Stage> stages = new ArrayList<>();
    try {
      for (int i = 0; i < (timed ? WAITING_STAGES : STAGES); i++) {
        Balancer balancer = Balancer.start(settings, timed ? SHORT : PATIENT);
        balancers.add(balancer);
        RawMachine machine = new RawMachine(authority.server(), 0);
        String host = BalancerFixture.HOST;
        Duration seldom = Duration.ofMinutes(5);
        balancer.putFleet(host, new HealthCheck("/health", seldom, Duration.ofSeconds(5)));
        Ours between = new Ours(balancer, machine.port());
        stages.add(new Stage(authority.client(), balancer.port(), machine, between));
        balancer.shift(host, new Weights(100, 0));
      }
      return play(stages, all, !Golden.updating(), Exchanged::ours);
    } finally {
      balancers.forEach(Balancer::close);
      stages.forEach(stage -> stage.machine().close());
    }
  }

  private Map<Exchanged, Seen> theirs(TestAuthority authority, List<Exchanged> all, boolean timed)
      throws Exception {
    KeyStore identity = authority.identity();
    List<RawMachine> machines = new ArrayList<>();
    for (int i = 0; i < (timed ? WAITING_STAGES : STAGES); i++) {
      machines.add(new RawMachine(TestAuthority.server(identity), 0));
    }
    List<Integer> ports = machines.stream().map(RawMachine::port).toList();
    Limits.Bounds bounds = timed ? SHORT : PATIENT;
    try (Haproxy haproxy = Haproxy.start(folder, identity, ports, bounds)) {
      List<Stage> stages = new ArrayList<>();
      for (int i = 0; i < machines.size(); i++) {
        stages.add(new Stage(authority.client(), haproxy.port(i), machines.get(i), new Theirs()));
      }
      return play(stages, all, HAPROXY.equals("compare"), Exchanged::haproxy);
    } finally {
      machines.forEach(RawMachine::close);
    }
  }

  private static Map<Exchanged, Seen> play(
      List<Stage> stages, List<Exchanged> all, boolean known, Function<Exchanged, Seen> expected)
      throws Exception {
    BlockingQueue<Stage> free = new LinkedBlockingQueue<>(stages);
    ExecutorService threads = Executors.newFixedThreadPool(stages.size());
    try {
      Map<Exchanged, Future<Seen>> results = new LinkedHashMap<>();
      for (Exchanged exchange : all) {
        Optional<Seen> hoped = known ? Optional.of(expected.apply(exchange)) : Optional.empty();
        results.put(
            exchange,
            threads.submit(
                () -> {
                  Stage stage = free.take();
                  try {
                    return stage.play(exchange, hoped);
                  } finally {
                    free.add(stage);
                  }
                }));
      }
      Map<Exchanged, Seen> seen = new HashMap<>();
      for (Map.Entry<Exchanged, Future<Seen>> result : results.entrySet()) {
        seen.put(result.getKey(), result.getValue().get());
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
