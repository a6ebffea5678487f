package com.pharmaserv.repave.local.wire;

import com.pharmaserv.repave.local.store.Fields;
import com.pharmaserv.repave.local.store.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a running cloud says of itself.
 *
 * @param socket where its control API listens
 * @param residentBytes its own memory without its machines; empty where the system does not tell
 */
public record CloudStatus(
    long pid,
    String socket,
    Instant startedAt,
    Optional<Long> residentBytes,
    List<EnvironmentStatus> environments) {
  public CloudStatus {
    environments = List.copyOf(environments);
  }

  /**
   * One environment of the cloud.
   *
   * @param trouble why its balancer does not listen, if it does not
   */
  public record EnvironmentStatus(
      String name,
      int port,
      int testPort,
      int generations,
      int machines,
      Optional<String> trouble) {}

  public int machines() {
    return environments.stream().mapToInt(EnvironmentStatus::machines).sum();
  }

  public Map<String, Object> json() {
    return Json.object(
        "pid", pid,
        "socket", socket,
        "startedAt", Fields.nanos(startedAt),
        "residentBytes", residentBytes,
        "environments", environments.stream().map(CloudStatus::json).toList());
  }

  public static CloudStatus read(Fields fields) {
    return new CloudStatus(
        fields.number("pid"),
        fields.text("socket"),
        fields.instant("startedAt"),
        fields.optionalNumber("residentBytes"),
        fields.objects("environments", CloudStatus::environment));
  }

  private static Map<String, Object> json(EnvironmentStatus status) {
    return Json.object(
        "name", status.name(),
        "port", status.port(),
        "testPort", status.testPort(),
        "generations", status.generations(),
        "machines", status.machines(),
        "trouble", status.trouble());
  }

  private static EnvironmentStatus environment(Fields fields) {
    return new EnvironmentStatus(
        fields.text("name"),
        fields.count("port"),
        fields.count("testPort"),
        fields.count("generations"),
        fields.count("machines"),
        fields.optionalText("trouble"));
  }
}
