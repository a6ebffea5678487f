package com.pharmaserv.repave.wiring;

import com.pharmaserv.repave.aws.AwsCloud;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.gauge.Prober;
import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.HandOverReader;
import com.pharmaserv.repave.gate.ProcessChecks;
import com.pharmaserv.repave.journal.ChainedJournal;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.operation.Provider;
import com.pharmaserv.repave.permission.IamPolicy;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.Time;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Ties the provider aws to the engine. Apart from {@link Wiring}, so that the SDK's classes are
 * loaded only where an environment needs them.
 */
public final class AwsWiring {
  private AwsWiring() {}

  /**
   * Opens the environment; makes no call yet.
   *
   * @param folder where commands of gates are run
   */
  static Provider open(Environment environment, Path folder, Time time) {
    quietLogs();
    return provider(AwsCloud.open(environment, time, AwsWiring::handOver), folder, time);
  }

  /** The same over other clients; how tests reach a double of AWS. */
  public static Provider open(
      Environment environment, Path folder, Time time, ClientSettings settings, Prober prober) {
    return provider(
        AwsCloud.open(environment, settings, time, AwsWiring::handOver, prober), folder, time);
  }

  /** The SDK logs through SLF4J, which would say on standard error that nobody listens. */
  private static void quietLogs() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
  }

  private static Provider provider(AwsCloud cloud, Path folder, Time time) {
    return new Provider(
        Environment.Aws.PROVIDER,
        cloud.fleets(),
        cloud.traffic(),
        cloud.gauges(),
        cloud.images(),
        cloud.stock(),
        cloud.baker(),
        base ->
            base instanceof Base.AmiId
                || base instanceof Base.AmiParameter
                || base instanceof Base.AmiFilter,
        cloud.disks(),
        cloud.headroom(),
        new ProcessChecks(folder, time, fleet -> place(cloud, fleet)),
        fleet -> new ChainedJournal(cloud.journal(fleet), time),
        cloud.leases(),
        cloud.signals(),
        time,
        UnaryOperator.identity());
  }

  private static HandOver handOver(String json, String source) {
    try {
      return HandOverReader.read(json, source);
    } catch (ConfigException bad) {
      String message = String.valueOf(bad.getMessage()).replace("\n", " | ");
      throw new IllegalArgumentException(message, bad);
    }
  }

  /** Where the test route is. */
  private static Map<String, String> place(AwsCloud cloud, Fleet fleet) throws ProviderException {
    if (fleet.route().isEmpty()) {
      return Map.of();
    }
    String path = fleet.route().get().probePath();
    return cloud
        .site()
        .handOvers()
        .of(fleet)
        .route()
        .map(route -> Map.of("REPAVE_PROBE", route.probe() + path))
        .orElse(Map.of());
  }

  /**
   * The policies that the tool's role needs in the environment, as JSON.
   *
   * @param handedOver whether to read what was handed over, for exact names instead of patterns
   */
  static String policy(Environment environment, Time time, boolean handedOver)
      throws ProviderException {
    List<HandOver> handOvers = new ArrayList<>();
    if (handedOver) {
      quietLogs();
      AwsCloud cloud = AwsCloud.open(environment, time, AwsWiring::handOver);
      for (Fleet fleet : environment.fleets()) {
        handOvers.add(cloud.site().handOvers().of(fleet));
      }
    }
    return IamPolicy.of(environment, handOvers);
  }
}
