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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what the infrastructure program makes for an environment on AWS. */
final class InfrastructureReader {
  static final Shape INFRASTRUCTURE =
      Shape.of("an infrastructure")
          .required("data", "production")
          .required("network", "10.16.0.0/16")
          .required("paired", "{region: eu-central-1, zones: [...], network: 10.17.0.0/16}")
          .required("domain", "{name: eu.pharmaserv.example, zone: Z0123456789ABC}")
          .required("contact", "security@pharmaserv.example")
          .required("machine", "m7g.large")
          .required("database", "{version: \"17.5\", machine: db.r7g.large}")
          .required("people", "{instance: ..., operators: ..., readers: ..., emergency: ...}")
          .required("delivery", "{issuer: ..., subject: ...}")
          .required("rotation", "{schedule: cron(0 1 * * ? *), zone: Europe/Dublin, image: ...}");

  static final Shape PAIRED =
      Shape.of("a paired region")
          .required("region", "eu-central-1")
          .required("zones", "[eu-central-1a, eu-central-1b, eu-central-1c]")
          .required("network", "10.17.0.0/16");

  static final Shape DOMAIN =
      Shape.of("a domain")
          .required("name", "eu.pharmaserv.example")
          .required("zone", "Z0123456789ABC");

  static final Shape DATABASE =
      Shape.of("a database")
          .required("version", "\"17.5\"")
          .required("machine", "db.r7g.large")
          .optional("port");

  static final Shape PEOPLE =
      Shape.of("people")
          .required("instance", "arn:aws:sso:::instance/ssoins-0123456789abcdef")
          .required("role", "arn:aws:iam::123456789012:role/repave-people")
          .required("operators", "a group's id")
          .required("readers", "a group's id")
          .required("emergency", "a group's id");

  static final Shape DELIVERY =
      Shape.of("a delivery")
          .required("issuer", "token.actions.githubusercontent.com")
          .required("subject", "repo:pharmaserv/app:environment:eu-prod");

  static final Shape ROTATION =
      Shape.of("a rotation")
          .required("schedule", "cron(0 1 * * ? *)")
          .required("zone", "Europe/Dublin")
          .required("image", "123456789012.dkr.ecr.eu-west-1.amazonaws.com/repave@sha256:...");

  /** Every tier stands in three zones: two of them carry the load while one is lost. */
  static final int ZONES = 3;

  /** A network is cut into sixteen parts, and a load balancer's subnet needs a /27 at least. */
  private static final int PREFIX_MAX = 20;

  /** The largest network that AWS makes (VPC user guide, "VPC CIDR blocks"). */
  private static final int PREFIX_MIN = 16;

  /** Target groups are named FLEET-green and eight more characters; their names end at 32. */
  static final int FLEET_NAME_MAX = 18;

  /** Not PostgreSQL's own, which every scanner tries (Security Hub control RDS.23). */
  private static final int DATABASE_PORT = 6432;

  private static final List<Cidr> PRIVATE =
      List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("172.16.0.0/12"), Cidr.parse("192.168.0.0/16"));

  private static final Pattern MACHINE = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z0-9-]+");
  private static final Pattern DATABASE_MACHINE = Pattern.compile("db\\.[a-z0-9]+\\.[a-z0-9]+");
  private static final Pattern VERSION = Pattern.compile("[0-9]{2}\\.[0-9]{1,2}");
  private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[a-z]+");
  private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
  private static final Pattern HOSTED_ZONE = Pattern.compile("Z[A-Z0-9]{5,31}");
  private static final Pattern SSO = Pattern.compile("arn:aws:sso:::instance/ssoins-[0-9a-f]{16}");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,64}");
  private static final Pattern GROUP =
      Pattern.compile("([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]+){4}");
  private static final Pattern SUBJECT = Pattern.compile("[^*?\\s]{8,255}");
  private static final Pattern SCHEDULE = Pattern.compile("(cron|rate)\\([^()]+\\)");
  private static final Pattern TIME_ZONE = Pattern.compile("[A-Za-z]+(/[A-Za-z_]+)*");
  private static final Pattern IMAGE = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");

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
    Fields fields = Fields.open(item, INFRASTRUCTURE);
    Optional<String> data =
        fields.item("data").flatMap(i -> i.oneOf(List.of("production", "synthetic")));
    Optional<Cidr> network = fields.item("network").flatMap(InfrastructureReader::network);
    Optional<Place> paired = fields.item("paired").flatMap(this::paired);
    Optional<Domain> domain = fields.item("domain").flatMap(InfrastructureReader::domain);
    Optional<String> contact = match(fields, "contact", ADDRESS, "an e-mail address");
    Optional<String> machine = match(fields, "machine", MACHINE, "an instance type");
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
            machine.get(),
            database.get(),
            people.get(),
            delivery.get(),
            rotation.get()));
  }

  private Optional<Place> paired(Item item) {
    Fields fields = Fields.open(item, PAIRED);
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
    if (new HashSet<>(given).size() != ZONES || given.size() != ZONES) {
      item.problem(
          "has " + given.size() + " zones in '" + Words.plain(named) + "' of exactly " + ZONES,
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
      if (fleet.capacity().min() < ZONES) {
        item.problem(
            "has three zones, but fleet '" + name + "' has a minimum of " + fleet.capacity().min(),
            "raise capacity.min to " + ZONES + " at least: one machine in each zone");
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
          if (cidr.prefix() < PREFIX_MIN || cidr.prefix() > PREFIX_MAX) {
            item.problem(
                item.quoted() + " must have a prefix from " + PREFIX_MIN + " to " + PREFIX_MAX, "");
          }
          if (PRIVATE.stream().noneMatch(block -> block.contains(cidr))) {
            item.problem(item.quoted() + " is not private", "choose a block of 10.0.0.0/8");
          }
        });
    return network;
  }

  private static Optional<Domain> domain(Item item) {
    Fields fields = Fields.open(item, DOMAIN);
    Optional<String> name = match(fields, "name", DNS_NAME, "a DNS name in lower case");
    Optional<String> zone = match(fields, "zone", HOSTED_ZONE, "the id of a hosted zone");
    return name.isEmpty() || zone.isEmpty()
        ? Optional.empty()
        : Optional.of(new Domain(name.get(), zone.get()));
  }

  private static Optional<Database> database(Item item) {
    Fields fields = Fields.open(item, DATABASE);
    Optional<String> version = match(fields, "version", VERSION, "a version such as 17.5");
    Optional<String> machine = match(fields, "machine", DATABASE_MACHINE, "an instance class");
    int port = fields.read("port", i -> i.integer(1150, 65_535), DATABASE_PORT);
    return version.isEmpty() || machine.isEmpty()
        ? Optional.empty()
        : Optional.of(new Database(version.get(), machine.get(), port));
  }

  private static Optional<People> people(Item item) {
    Fields fields = Fields.open(item, PEOPLE);
    Optional<String> instance = match(fields, "instance", SSO, "the ARN of Identity Center");
    Optional<String> role = match(fields, "role", ROLE, "the ARN of a role");
    Optional<String> operators = match(fields, "operators", GROUP, "a group's id");
    Optional<String> readers = match(fields, "readers", GROUP, "a group's id");
    Optional<String> emergency = match(fields, "emergency", GROUP, "a group's id");
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
    Fields fields = Fields.open(item, DELIVERY);
    Optional<String> issuer = match(fields, "issuer", DNS_NAME, "a host name");
    Optional<String> subject = match(fields, "subject", SUBJECT, "one subject, without wildcards");
    return issuer.isEmpty() || subject.isEmpty()
        ? Optional.empty()
        : Optional.of(new Delivery(issuer.get(), subject.get()));
  }

  private Optional<Rotation> rotation(Item item) {
    Fields fields = Fields.open(item, ROTATION);
    Optional<String> schedule = match(fields, "schedule", SCHEDULE, "cron(...) or rate(...)");
    Optional<String> zone = match(fields, "zone", TIME_ZONE, "a time zone such as Europe/Dublin");
    Optional<String> image = match(fields, "image", IMAGE, "pinned by its sha256 digest");
    image
        .filter(name -> aws.isPresent() && !name.contains(".dkr.ecr." + region + "."))
        .ifPresent(
            name ->
                item.problem(
                    "has an image that is not in the registry of region '" + region + "'",
                    "copy it there: a rotation must not depend on another region"));
    return schedule.isEmpty() || zone.isEmpty() || image.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rotation(schedule.get(), zone.get(), image.get()));
  }

  private static Optional<String> match(Fields fields, String name, Pattern shape, String rule) {
    return fields.item(name).flatMap(i -> i.matching(shape, rule));
  }
}
