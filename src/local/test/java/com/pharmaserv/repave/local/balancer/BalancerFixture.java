package com.pharmaserv.repave.local.balancer;

import com.pharmaserv.repave.model.Health;
import com.pharmaserv.repave.model.Recipe.HealthCheck;
import com.pharmaserv.repave.model.Slot;
import com.pharmaserv.repave.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A balancer with one fleet and machines as needed. */
final class BalancerFixture implements AutoCloseable {
  static final String HOST = "app.test";
  static final Duration BOUND = Duration.ofSeconds(10);
  static final HealthCheck CHECK =
      new HealthCheck("/health", Duration.ofMillis(100), Duration.ofMillis(500));

  final TestAuthority authority = new TestAuthority();
  final Path log;
  final Balancer balancer;
  private final List<TestMachine> machines = new ArrayList<>();
  private final List<TestLoad> loads = new ArrayList<>();

  BalancerFixture(Path folder) throws Exception {
    this(folder, Limits.Bounds.DEFAULT);
  }

  BalancerFixture(Path folder, Limits.Bounds bounds) throws Exception {
    log = folder.resolve("access.log");
    balancer =
        Balancer.start(
            new Balancer.Settings(0, 0, authority.server(), authority.client(), log), bounds);
    balancer.putFleet(HOST, CHECK);
  }

  TestMachine machine(String name) throws Exception {
    TestMachine machine = new TestMachine(name, authority.server());
    machines.add(machine);
    return machine;
  }

  /** A machine in the slot, healthy. */
  TestMachine healthy(String name, Slot slot, String label) throws Exception {
    TestMachine machine = machine(name);
    balancer.register(HOST, slot, machine.target(label));
    await(name, Health.HEALTHY);
    return machine;
  }

  void await(String machine, Health health) {
    Until.holds(machine + " is " + health, BOUND, () -> balancer.health(HOST, machine) == health);
  }

  TestClient client() throws Exception {
    return new TestClient(authority.client(), balancer.port());
  }

  TestClient testClient() throws Exception {
    return new TestClient(authority.client(), balancer.testPort());
  }

  /** Clients that ask until stopped. */
  TestLoad load(String path, int clients) {
    TestLoad load = new TestLoad(this, path, clients);
    loads.add(load);
    return load;
  }

  int open(String machine) {
    return balancer.openRequests(HOST, machine);
  }

  @Override
  public void close() {
    loads.forEach(TestLoad::stop);
    balancer.close();
    machines.forEach(TestMachine::close);
  }
}
