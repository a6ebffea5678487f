package com.pharmaserv.repave.local.server;

import com.pharmaserv.repave.local.store.Durable;
import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import com.pharmaserv.repave.local.store.LocalHome;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Names;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that the cloud has to know again after it was restarted; kept in one file. */
record CloudState(
    SortedMap<String, EnvironmentState> environments, SortedMap<String, FleetState> fleets) {
  /** Rises when an older cloud could not read the file. */
  private static final int FORMAT = 1;

  static final CloudState EMPTY = new CloudState(new TreeMap<>(), new TreeMap<>());

  CloudState {
    environments = Collections.unmodifiableSortedMap(new TreeMap<>(environments));
    fleets = Collections.unmodifiableSortedMap(new TreeMap<>(fleets));
  }

  /**
   * An environment's balancer.
   *
   * @param asked the ports of its description; 0 means any
   * @param bound the ports it had last; taken again after a restart where any would do
   */
  record EnvironmentState(String name, Listen asked, Listen bound) {
    EnvironmentState {
      Names.require("environment", name);
    }
  }

  CloudState with(EnvironmentState environment) {
    SortedMap<String, EnvironmentState> more = new TreeMap<>(environments);
    more.put(environment.name(), environment);
    return new CloudState(more, fleets);
  }

  CloudState with(FleetState fleet) {
    SortedMap<String, FleetState> more = new TreeMap<>(fleets);
    more.put(fleet.id().toString(), fleet);
    return new CloudState(environments, more);
  }

  Optional<FleetState> fleet(FleetId id) {
    return Optional.ofNullable(fleets.get(id.toString()));
  }

  List<FleetState> fleetsOf(String environment) {
    return fleets.values().stream()
        .filter(f -> f.id().environment().name().equals(environment))
        .toList();
  }

  /** Machines that all generations together ask for. */
  int desired() {
    return fleets.values().stream()
        .flatMap(fleet -> fleet.groups().stream())
        .mapToInt(Group::desired)
        .sum();
  }

  void save(LocalHome home) throws IOException {
    Durable.write(
        home.stateFile(),
        Json.writePretty(
            Json.object(
                "format", FORMAT,
                "environments", environments.values().stream().map(CloudState::json).toList(),
                "fleets", fleets.values().stream().map(FleetState::json).toList())));
  }

  static CloudState load(LocalHome home) throws IOException {
    Optional<byte[]> content = Durable.read(home.stateFile());
    if (content.isEmpty()) {
      return EMPTY;
    }
    String what = "'" + home.stateFile() + "'";
    try {
      Fields fields = Json.read(content.get(), what);
      if (fields.count("format") != FORMAT) {
        throw new IOException(
            what
                + " has format "
                + fields.count("format")
                + ", but this cloud reads "
                + FORMAT
                + "; use the version of Repave that wrote it");
      }
      SortedMap<String, EnvironmentState> environments = new TreeMap<>();
      fields
          .objects("environments", CloudState::environment)
          .forEach(environment -> environments.put(environment.name(), environment));
      SortedMap<String, FleetState> fleets = new TreeMap<>();
      fields
          .objects("fleets", FleetState::read)
          .forEach(fleet -> fleets.put(fleet.id().toString(), fleet));
      return new CloudState(environments, fleets);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          what
              + " is damaged: "
              + e.getMessage()
              + "; repair it, or remove it to begin with an empty cloud",
          e);
    }
  }

  private static Map<String, Object> json(EnvironmentState environment) {
    return Json.object(
        "name", environment.name(),
        "asked", listen(environment.asked()),
        "bound", listen(environment.bound()));
  }

  private static EnvironmentState environment(Fields fields) {
    return new EnvironmentState(
        fields.text("name"), listen(fields.object("asked")), listen(fields.object("bound")));
  }

  private static Map<String, Object> listen(Listen listen) {
    return Json.object("port", listen.port(), "testPort", listen.testPort());
  }

  private static Listen listen(Fields fields) {
    return new Listen(fields.count("port"), fields.count("testPort"));
  }
}
