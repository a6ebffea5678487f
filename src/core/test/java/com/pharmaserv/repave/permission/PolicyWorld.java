package com.pharmaserv.repave.permission;

import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An environment with a fleet of every kind, as the infrastructure would hand it over. */
final class PolicyWorld {
  private static final String ACCOUNT = "111122223333";
  private static final String REGION = "eu-central-1";

  private PolicyWorld() {}

  /** A fleet behind rules, one behind listeners, and one of workers. */
  static Environment environment(String name, String region) {
    return environment(
        name, region, List.of(fleet(name, "app"), fleet(name, "mail"), fleet(name, "worker")));
  }

  private static Environment environment(String name, String region, List<Fleet> fleets) {
    Jurisdiction jurisdiction = Jurisdiction.US.names(region) ? Jurisdiction.US : Jurisdiction.EU;
    List<String> copies = region.equals(REGION) ? List.of("eu-west-1") : List.of();
    return new Environment(
        new EnvironmentId(name),
        jurisdiction,
        List.of(region + "a", region + "b"),
        new Environment.Aws(ACCOUNT, region, copies, Optional.empty()),
        fleets);
  }

  /** Many fleets behind rules. */
  static Environment environment(int fleets) {
    return environment(
        "eu-prod",
        REGION,
        IntStream.range(0, fleets).mapToObj(i -> fleet("eu-prod", "fleet-" + i)).toList());
  }

  /** Their hand-overs, with names as long as AWS allows. */
  static List<HandOver> handOvers(int fleets) {
    String balancer = "listener-rule/app/" + "b".repeat(32) + "/" + "0123456789abcdef/".repeat(2);
    return IntStream.range(0, fleets)
        .mapToObj(
            i ->
                handOver(
                    "fleet-" + i,
                    route(
                        Entry.Kind.RULE,
                        elb(balancer + String.format(Locale.ROOT, "%016x", 2 * i)),
                        elb(balancer + String.format(Locale.ROOT, "%016x", 2 * i + 1)),
                        String.format(Locale.ROOT, "%026d", i),
                        "0123456789abcdef")))
        .toList();
  }

  static Environment local() {
    return new Environment(
        new EnvironmentId("local-eu"),
        Jurisdiction.EU,
        List.of("a", "b"),
        new Environment.Local(Environment.Listen.ANY),
        List.of());
  }

  static List<HandOver> handOvers() {
    return List.of(
        handOver(
            "app",
            route(
                Entry.Kind.RULE,
                elb("listener-rule/app/eu-prod/1/2/production"),
                elb("listener-rule/app/eu-prod/1/2/test"),
                "app",
                "1")),
        handOver(
            "mail",
            route(
                Entry.Kind.LISTENER,
                elb("listener/net/mail/1/443"),
                elb("listener/net/mail/1/8443"),
                "mail",
                "2")),
        handOver("worker", Optional.empty()));
  }

  static String elb(String rest) {
    return "arn:aws:elasticloadbalancing:" + REGION + ":" + ACCOUNT + ":" + rest;
  }

  private static Optional<HandOver.Route> route(
      Entry.Kind kind, String production, String test, String fleet, String id) {
    return Optional.of(
        new HandOver.Route(
            new Entry(kind, production),
            new Entry(kind, test),
            elb("targetgroup/" + fleet + "-blue/" + id),
            elb("targetgroup/" + fleet + "-green/" + id),
            "https://test.example"));
  }

  private static HandOver handOver(String fleet, Optional<HandOver.Route> route) {
    return new HandOver(
        "1.1",
        new FleetId("eu-prod", fleet),
        ACCOUNT,
        REGION,
        List.of(
            new HandOver.Subnet("subnet-1", REGION + "a"),
            new HandOver.Subnet("subnet-2", REGION + "b")),
        route,
        new HandOver.Skeleton("lt-0123456789abcdef0", "3"),
        "repave-eu-prod",
        new HandOver.Bake(
            "subnet-9",
            "sg-9",
            "bakery",
            "m6i.large",
            new TreeMap<>(
                Map.of(
                    REGION,
                    "arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/1",
                    "eu-west-1",
                    "arn:aws:kms:eu-west-1:" + ACCOUNT + ":key/2")),
            Optional.of("arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/3")),
        Optional.of("sg-cell"));
  }

  private static Fleet fleet(String environment, String name) {
    return new Fleet(
        new FleetId(environment, name),
        name,
        new Capacity(1, 2, 4),
        List.of("a", "b"),
        Optional.empty(),
        new Policy(
            List.of(100),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT));
  }
}
