package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.gate.ProcessChecks;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.journal.FileJournalStore;
import com.pharmaserv.repave.journal.FileLeases;
import com.pharmaserv.repave.journal.FileSignals;
import com.pharmaserv.repave.local.LocalProvider;
import com.pharmaserv.repave.local.image.Apart;
import com.pharmaserv.repave.local.machine.Room;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.local.tls.Contexts;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.port.Journal;
import com.pharmaserv.repave.port.Leases;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Signals;
import com.pharmaserv.repave.port.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** Ties the provider local to the ports, with journals, leases and signals in files next to it. */
final class LocalWiring {
  private final Path root;
  private final LocalHome home;
  private final Path journals;
  private final Path heads;
  private final Clock clock;
  private final Time time;
  private final String path;
  private final Leases leases;
  private final Signals signals;

  /**
   * Wires this machine; nothing is read or started yet.
   *
   * @param root where commands of gates are run
   * @param home where journals, leases and the local cloud are kept
   * @param path where bakes find commands, as in the variable PATH
   */
  LocalWiring(Path root, Path home, Clock clock, Time time, String path) {
    this.root = root;
    this.home = home(home);
    this.journals = home.resolve("journal");
    this.heads = home.resolve("heads");
    this.clock = clock;
    this.time = time;
    this.path = path;
    this.leases = new FileLeases(journals, time, Holder::dead);
    this.signals = new FileSignals(journals, time);
  }

  static LocalHome home(Path home) {
    return new LocalHome(home.resolve("local"));
  }

  LocalHome home() {
    return home;
  }

  Optional<String> missingForRooms() {
    return Room.missing(path);
  }

  /** Trees of whole systems have files of many users. */
  void removeHome() throws IOException, InterruptedException {
    Apart.remove(path, home.root());
  }

  LocalProvider provider(Environment environment) {
    return new LocalProvider(home, List.of(environment), clock, path);
  }

  Provider open(Environment environment) {
    LocalProvider provider = provider(environment);
    return new Provider(
        Environment.Local.PROVIDER,
        provider,
        provider,
        provider,
        provider,
        provider.stock(),
        provider,
        base -> base instanceof Base.Host,
        provider,
        LocalHeadroom.NONE,
        new ProcessChecks(root, time, fleet -> place(provider, fleet)),
        this::journal,
        leases,
        signals,
        time,
        UnaryOperator.identity());
  }

  /** Where the test route is, and whose certificates it shows. */
  private Map<String, String> place(LocalProvider provider, Fleet fleet) throws ProviderException {
    Map<String, String> variables = new HashMap<>();
    variables.put("REPAVE_CA", home.caCertificate().toString());
    if (fleet.route().isPresent()) {
      Fleet.Route route = fleet.route().get();
      int port = provider.balancer(fleet.id().environment()).testPort();
      variables.put(
          "REPAVE_PROBE", "https://%s:%s%s".formatted(route.host(), port, route.probePath()));
    }
    return variables;
  }

  Path journalFile(FleetId fleet) {
    return journals.resolve(fleet.environment().name()).resolve(fleet.name() + ".journal");
  }

  Path headFile(FleetId fleet) {
    return heads.resolve(fleet.environment().name()).resolve(fleet.name() + ".head");
  }

  Journal journal(FleetId fleet) {
    return new ChainedJournal(new FileJournalStore(journalFile(fleet), headFile(fleet)), time);
  }

  /** The port on which the environment's load balancer takes production traffic. */
  int productionPort(Environment environment) throws ProviderException {
    return provider(environment).balancer(environment.id()).port();
  }

  /** Trusts the certificates that the local cloud issues. */
  SSLContext trust() throws IOException {
    return Contexts.client(home.caCertificate());
  }
}
