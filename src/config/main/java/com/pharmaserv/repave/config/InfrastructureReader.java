package com.pharmaserv.repave.config;

import com.pharmaserv.repave.model.Cidr;
import com.pharmaserv.repave.model.Environment.Aws;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Infrastructure;
import com.pharmaserv.repave.model.Infrastructure.Database;
import com.pharmaserv.repave.model.Infrastructure.Delivery;
import com.pharmaserv.repave.model.Infrastructure.Domain;
import com.pharmaserv.repave.model.Infrastructure.People;
import com.pharmaserv.repave.model.Infrastructure.Place;
import com.pharmaserv.repave.model.Infrastructure.Rotation;
import com.pharmaserv.repave.model.Jurisdiction;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Reads what the infrastructure program makes for an environment on AWS. */
final class InfrastructureReader {
  /** Target groups are named FLEET-green and eight more characters; their names end at 32. */
  static final int FLEET_NAME_MAX = 18;

  private static final List<Cidr> PRIVATE =
      List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16"));

  private final Jurisdiction jurisdiction;
  private final Optional<Aws> aws;
  private final String region;
  private final List<String> zones;
  private final List<Fleet> fleets;

  /**
   * @param aws where the fleets run; empty where that is not known, and a problem by itself
   * @param zones of the fleets
   */
  InfrastructureReader(
      Jurisdiction jurisdiction, Optional<Aws> aws, List<String> zones, List<Fleet> fleets) {
    this.jurisdiction = jurisdiction;
    this.aws = aws;
    this.region = aws.map(Aws::region).orElse("");
    this.zones = zones;
    this.fleets = fleets;
  }

  /** Reads the section; notes also what in the rest of the file does not fit to it. */
  Optional<Infrastructure> read(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.INFRASTRUCTURE);
    Optional<String> data = fields.item("data").flatMap(i -> i.oneOf(InfrastructureShapes.DATA));
    Optional<Cidr> network = fields.item("network").flatMap(InfrastructureReader::network);
    Optional<Place> paired = fields.item("paired").flatMap(this::paired);
    Optional<Domain> domain = fields.item("domain").flatMap(InfrastructureReader::domain);
    Optional<String> contact = fields.text("contact");
    Optional<String> phone = fields.text("phone");
    Optional<String> machine = fields.text("machine");
    Optional<Database> database = fields.item("database").flatMap(InfrastructureReader::database);
    Optional<People> people = fields.item("people").flatMap(InfrastructureReader::people);
    Optional<Delivery> delivery = fields.item("delivery").flatMap(InfrastructureReader::delivery);
    Optional<Rotation> rotation = fields.item("rotation").flatMap(this::rotation);
    aws.ifPresent(
        at -> {
          inRegion(item, "region", at.region());
          zones(item, at.region(), zones);
        });
    fleets(item, domain);
    if (network.isPresent()
        && paired.isPresent()
        && network.get().overlaps(paired.get().network())) {
      item.problem(
          "gives both regions addresses of " + network.get() + " and " + paired.get().network(),
          "choose networks without a common address: backups and peers would meet themselves");
    }
    if (data.isEmpty()
        || network.isEmpty()
        || paired.isEmpty()
        || domain.isEmpty()
        || contact.isEmpty()
        || phone.isEmpty()
        || machine.isEmpty()
        || database.isEmpty()
        || people.isEmpty()
        || delivery.isEmpty()
        || rotation.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Infrastructure(
            data.get(),
            new Place(region, zones, network.get()),
            paired.get(),
            domain.get(),
            contact.get(),
            phone.get(),
            machine.get(),
            database.get(),
            people.get(),
            delivery.get(),
            rotation.get()));
  }

  private Optional<Place> paired(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.PAIRED);
    Optional<String> name = fields.item("region").flatMap(Item::text);
    Optional<List<String>> places = fields.item("zones").flatMap(i -> i.list(Item::text));
    Optional<Cidr> network = fields.item("network").flatMap(InfrastructureReader::network);
    name.ifPresent(
        paired -> {
          inRegion(item, "region", paired);
          if (paired.equals(region)) {
            item.problem(
                "is the fleets' own region '" + region + "'",
                "choose another of " + String.join(", ", jurisdiction.regions()));
          }
          places.ifPresent(list -> zones(item, paired, list));
        });
    if (name.isEmpty() || places.isEmpty() || network.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Place(name.get(), places.get(), network.get()));
  }

  private void inRegion(Item item, String what, String named) {
    List<String> allowed = jurisdiction.regions();
    if (!allowed.contains(named)) {
      item.problem(
          "has the " + what + " '" + Words.plain(named) + "' outside jurisdiction " + jurisdiction,
          "its regions are " + String.join(", ", allowed));
    }
  }

  private static void zones(Item item, String named, List<String> given) {
    if (new HashSet<>(given).size() != InfrastructureShapes.ZONES
        || given.size() != InfrastructureShapes.ZONES) {
      item.problem(
          "has "
              + given.size()
              + " zones in '"
              + Words.plain(named)
              + "' of exactly "
              + InfrastructureShapes.ZONES,
          "name three different zones: two carry the load while one is lost");
    }
    for (String zone : given) {
      if (zone.length() != named.length() + 1 || !zone.startsWith(named)) {
        item.problem(
            "has zone " + Words.quote(zone) + " that is not in region '" + Words.plain(named) + "'",
            "write the region's name and a letter, such as " + Words.plain(named) + "a");
      }
    }
  }

  private void fleets(Item item, Optional<Domain> domain) {
    for (Fleet fleet : fleets) {
      String name = fleet.id().name();
      if (name.length() > FLEET_NAME_MAX) {
        item.problem(
            "cannot name target groups of fleet '" + name + "'",
            "use at most " + FLEET_NAME_MAX + " characters for a fleet on AWS");
      }
      if (fleet.capacity().min() < InfrastructureShapes.ZONES) {
        item.problem(
            "has three zones, but fleet '" + name + "' has a minimum of " + fleet.capacity().min(),
            "raise capacity.min to "
                + InfrastructureShapes.ZONES
                + " at least: one machine in each zone");
      }
      fleet
          .route()
          .filter(route -> domain.isPresent())
          .filter(route -> !isChild(route.host(), domain.orElseThrow().name()))
          .ifPresent(
              route ->
                  item.problem(
                      "cannot certify host '" + route.host() + "' of fleet '" + name + "'",
                      "choose a host one label below " + domain.orElseThrow().name()));
    }
  }

  /** The certificate is for the domain and the names one label below it. */
  private static boolean isChild(String host, String domain) {
    return host.endsWith("." + domain) && host.indexOf('.') == host.length() - domain.length() - 1;
  }

  private static Optional<Cidr> network(Item item) {
    Optional<Cidr> network = item.text().flatMap(text -> item.build(() -> Cidr.parse(text)));
    network.ifPresent(
        cidr -> {
          if (cidr.prefix() < InfrastructureShapes.PREFIX_MIN
              || cidr.prefix() > InfrastructureShapes.PREFIX_MAX) {
            item.problem(
                item.quoted()
                    + " must have a prefix from "
                    + InfrastructureShapes.PREFIX_MIN
                    + " to "
                    + InfrastructureShapes.PREFIX_MAX,
                "");
          }
          if (PRIVATE.stream().noneMatch(block -> block.contains(cidr))) {
            item.problem(item.quoted() + " is not private", "choose a block of 10.0.0.0/8");
          }
        });
    return network;
  }

  private static Optional<Domain> domain(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.DOMAIN);
    Optional<String> name = fields.text("name");
    Optional<String> zone = fields.text("zone");
    return name.isEmpty() || zone.isEmpty()
        ? Optional.empty()
        : Optional.of(new Domain(name.get(), zone.get()));
  }

  private static Optional<Database> database(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.DATABASE);
    Optional<String> version = fields.text("version");
    Optional<String> machine = fields.text("machine");
    int port =
        fields.read(
            "port", i -> i.integer(InfrastructureShapes.PORT), InfrastructureShapes.DATABASE_PORT);
    return version.isEmpty() || machine.isEmpty()
        ? Optional.empty()
        : Optional.of(new Database(version.get(), machine.get(), port));
  }

  private static Optional<People> people(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.PEOPLE);
    Optional<String> instance = fields.text("instance");
    Optional<String> role = fields.text("role");
    Optional<String> operators = fields.text("operators");
    Optional<String> readers = fields.text("readers");
    Optional<String> emergency = fields.text("emergency");
    if (instance.isEmpty()
        || role.isEmpty()
        || operators.isEmpty()
        || readers.isEmpty()
        || emergency.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new People(instance.get(), role.get(), operators.get(), readers.get(), emergency.get()));
  }

  private static Optional<Delivery> delivery(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.DELIVERY);
    Optional<String> issuer = fields.text("issuer");
    Optional<String> subject = fields.text("subject");
    return issuer.isEmpty() || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new Delivery(issuer.get(), subject.get()));
  }

  private Optional<Rotation> rotation(Item item) {
    Fields fields = Fields.open(item, InfrastructureShapes.ROTATION);
    Optional<String> schedule = fields.text("schedule");
    Optional<String> zone = fields.text("zone");
    Optional<ZoneId> place =
        fields.item("zone").flatMap(at -> zone.flatMap(name -> Schedule.zone(at, name)));
    fields
        .item("schedule")
        .ifPresent(at -> schedule.ifPresent(text -> Schedule.read(at, text, place)));
    Optional<String> image = fields.text("image");
    image
        .filter(name -> aws.isPresent() && !name.contains(".dkr.ecr." + region + "."))
        .ifPresent(
            name ->
                item.problem(
                    "has an image that is not in the registry of region '" + region + "'",
                    "copy it there: a rotation must not depend on another region"));
    boolean fanOut = fields.read("fan-out", Item::flag, false);
    return schedule.isEmpty() || zone.isEmpty() || image.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rotation(schedule.get(), zone.get(), image.get(), fanOut));
  }
}
