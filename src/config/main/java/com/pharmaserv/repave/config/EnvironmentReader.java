package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Choice;
import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Environment.Aws;
import com.pharmaserv.repave.model.Environment.Listen;
import com.pharmaserv.repave.model.Environment.Local;
import com.pharmaserv.repave.model.Environment.Where;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Fleet.Route;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.Freshness;
import com.pharmaserv.repave.model.Gate;
import com.pharmaserv.repave.model.Infrastructure;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import com.pharmaserv.repave.model.ReactionRule;
import com.pharmaserv.repave.model.Upkeep;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads an environment with its fleets. */
final class EnvironmentReader {
  /** A fleet in one zone dies with its zone. */
  static final int ZONES_MIN = 2;

  private static final Choice PROVIDER = Choice.of(Local.PROVIDER, Aws.PROVIDER);
  private static final Choice JURISDICTION = new Choice(Jurisdiction.codes());
  private static final Choice CHANNEL = new Choice(Channel.codes());
  private static final Whole PORT = new Whole(0, 65_535);
  private static final Whole BUILDERS = new Whole(0, Environment.BUILDERS_MAX);
  private static final Whole MACHINES = new Whole(1, Capacity.MACHINES_MAX);
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Text HOST =
      Text.of(LABEL + "(\\." + LABEL + ")*", "a host name in lower case, without a port").upTo(253);

  static final Shape LISTEN =
      Shape.of("listen")
          .optional(
              "port",
              PORT.as("port"),
              "Port of production traffic; 0 means any free one.",
              Listen.ANY.port())
          .optional(
              "testPort",
              PORT.as("port"),
              "Port of the test route, which reaches the candidate before production traffic does;"
                  + " 0 means any free one.",
              Listen.ANY.testPort());

  static final Shape CAPACITY =
      Shape.of("a capacity")
          .required("min", "3", MACHINES.as("machines"), "Fewest machines that scaling may leave.")
          .required(
              "desired", "3", MACHINES.as("machines"), "Machines to begin with; from min to max.")
          .required("max", "6", MACHINES.as("machines"), "Most machines that scaling may start.");

  static final Shape ROUTE =
      Shape.of("a route")
          .required(
              "host",
              "hello.localhost",
              HOST,
              "Host name whose requests belong to this fleet, in lower case, without a port;"
                  + " unique in the environment.")
          .optional(
              "probe",
              Kinds.URL_PATH,
              "Path that the candidate is asked for through the test route.",
              "/");

  static final Shape FLEET =
      Shape.of("a fleet")
          .about("Interchangeable machines with one function, over time.")
          .required("name", "hello", Kinds.NAME, "Name of the fleet, unique in its environment.")
          .required(
              "image",
              "hello",
              Kinds.NAME,
              "Name of the recipe in images/ whose images the fleet runs.")
          .required(
              "capacity",
              "{min: 3, desired: 3, max: 6}",
              CAPACITY.mapping(),
              "How many machines: bounds for scaling, and the count to begin with.")
          .optional(
              "route",
              ROUTE.mapping(),
              "Where the fleet's traffic comes from; leave it out for queue workers.")
          .optional("policy", PolicyReader.POLICY.as("policy"), "How the fleet may be rolled.")
          .optional(
              "rotation",
              UpkeepReader.FRESHNESS.mapping(),
              "How old what the fleet runs may become, where it differs from its environment's.");

  static final Shape ENVIRONMENT =
      Shape.of("an environment")
          .about(
              "One jurisdiction-bound place to run, with its fleets. The file bears its name:"
                  + " environments/NAME.yaml.")
          .under(
              new Shape.Rule.Given(
                  "provider",
                  Aws.PROVIDER,
                  new Shape.Demand(List.of("aws"), List.of("listen")),
                  new Shape.Demand(List.of(), List.of("aws", "infrastructure"))))
          .required(
              "name",
              "local-eu",
              Kinds.NAME,
              "Name of the environment; equal to the name of the file.")
          .required(
              "provider",
              "local",
              PROVIDER,
              "What the environment runs on: this machine, or Amazon Web Services.")
          .required(
              "jurisdiction", "eu", JURISDICTION, "Whose law the environment's data is under.")
          .required(
              "zones",
              "[local-eu-a, local-eu-b]",
              Items.of(Kinds.NAME).from(ZONES_MIN).unique(),
              "Where machines are spread: at least two, because a fleet in one zone dies with its"
                  + " zone.")
          .optional(
              "listen",
              LISTEN.mapping(),
              "Where the local provider's load balancer listens on loopback. Provider local only.")
          .optional(
              "aws",
              AwsReader.AWS.as("aws"),
              "Where on Amazon Web Services the environment is. Provider aws only, and required"
                  + " there.")
          .optional(
              "infrastructure",
              InfrastructureShapes.INFRASTRUCTURE.as("infrastructure"),
              "What the infrastructure program in infra/ makes for the environment. Provider aws"
                  + " only.")
          .optional(
              "builders",
              BUILDERS.as("builders"),
              "How many builders, each with a key of its own in environments/keys, must have made"
                  + " the same disk before an image may roll; 0 takes any image.",
              0)
          .optional(
              "channel",
              CHANNEL,
              "The least channel that an image must have been released to before it may roll; a"
                  + " freshly baked one is a candidate, so candidate takes any image.",
              Channel.CANDIDATE.code())
          .optional(
              "rotation",
              UpkeepReader.UPKEEP.mapping(),
              "How the environment's fleets are kept fresh: limits, windows, freezes, the order of"
                  + " environments, and how many at a time.")
          .optional(
              "react",
              ReactionReader.RULES,
              "What 'repave react' does about findings of services that watch the account; the"
                  + " first rule that fits counts, and nothing is done where none does. Without it:"
                  + " quarantine for guardduty from severity 7, notify for inspector from 9 with an"
                  + " exploit and for securityhub from 7.")
          .required(
              "fleets",
              "[]",
              Items.of(FLEET.as("fleet")).from(1),
              "Interchangeable machines with one function, over time.");

  /** Stands in for a name that could not be read. */
  private static final EnvironmentId UNREAD = new EnvironmentId("unread");

  private final String fileName;
  private final List<String> recipes;

  /** Limits of fleets that have their own. */
  private final Map<String, Freshness> fresh = new HashMap<>();

  /**
   * @param fileName name of the file without its ending, which the environment must bear too
   * @param recipes names of the recipes that fleets may run
   */
  EnvironmentReader(String fileName, List<String> recipes) {
    this.fileName = fileName;
    this.recipes = recipes;
  }

  /** What it answers is only meaningful while no problem has been noted. */
  Optional<Environment> read(Item item) {
    Fields fields = Fields.open(item, ENVIRONMENT);
    EnvironmentId id = fields.read("name", this::name, UNREAD);
    String provider = fields.read("provider", i -> i.oneOf(PROVIDER), Local.PROVIDER);
    Jurisdiction jurisdiction =
        fields.read("jurisdiction", EnvironmentReader::jurisdiction, Jurisdiction.EU);
    List<String> zones = fields.read("zones", EnvironmentReader::zones, List.of());
    Listen listen = fields.read("listen", EnvironmentReader::listen, Listen.ANY);
    Optional<Aws> aws = fields.item("aws").flatMap(i -> AwsReader.read(i, jurisdiction));
    place(item, fields, provider, aws);
    Channel channel =
        fields.read("channel", i -> i.oneOf(CHANNEL).flatMap(Channel::of), Channel.CANDIDATE);
    List<Fleet> fleets =
        fields.read("fleets", i -> fleets(i, id, zones), List.<Fleet>of()).stream()
            .map(fleet -> fleet.asking(channel))
            .toList();
    boolean alarms = fleets.stream().anyMatch(fleet -> !fleet.policy().alarms().isEmpty());
    if (alarms && provider.equals(Local.PROVIDER)) {
      fields
          .item("fleets")
          .ifPresent(
              i -> i.problem("has gates on alarms, but provider local has none", "delete them"));
    }
    Optional<Infrastructure> infrastructure =
        fields
            .item("infrastructure")
            .filter(i -> provider.equals(Aws.PROVIDER))
            .flatMap(i -> new InfrastructureReader(jurisdiction, aws, zones, fleets).read(i));
    Optional<Upkeep> upkeep =
        fields
            .item("rotation")
            .map(i -> UpkeepReader.read(i, id, fresh))
            .orElseGet(() -> Optional.of(Upkeep.DEFAULT.with(fresh)));
    List<ReactionRule> reactions = fields.read("react", ReactionReader::read, ReactionRule.DEFAULT);
    int builders = fields.read("builders", i -> i.integer(BUILDERS), 0);
    Optional<Where> onAws = aws.map(at -> infrastructure.map(at::with).orElse(at));
    return item.build(
        () ->
            new Environment(
                id,
                jurisdiction,
                zones,
                onAws.orElseGet(() -> new Local(listen)),
                fleets,
                builders,
                upkeep.orElse(Upkeep.DEFAULT),
                reactions));
  }

  /** What belongs to one provider is there for it, and for no other. */
  private static void place(Item item, Fields fields, String provider, Optional<Aws> aws) {
    boolean onAws = provider.equals(Aws.PROVIDER);
    String other = onAws ? Local.PROVIDER : Aws.PROVIDER;
    for (String foreign : onAws ? List.of("listen") : List.of("aws", "infrastructure")) {
      fields
          .item(foreign)
          .ifPresent(
              i ->
                  i.problem(
                      "belongs to provider %s, and this is %s".formatted(other, provider),
                      "delete it"));
    }
    if (onAws && fields.item("aws").isEmpty()) {
      item.problem(
          "does not say which account and region it is in",
          "add aws: {account: \"111122223333\", region: eu-west-1}");
    }
    if (onAws && aws.isPresent()) {
      String region = aws.get().region();
      fields
          .item("zones")
          .flatMap(i -> i.list(Optional::of))
          .ifPresent(all -> all.forEach(zone -> inRegion(zone, region)));
    }
  }

  private static void inRegion(Item zone, String region) {
    if (zone.node() instanceof ScalarNode scalar) {
      AwsNames.inRegion(zone, scalar.getValue(), region);
    }
  }

  private static Optional<Jurisdiction> jurisdiction(Item item) {
    return item.oneOf(JURISDICTION).flatMap(Jurisdiction::of);
  }

  private Optional<EnvironmentId> name(Item item) {
    Optional<String> name = item.name("environment");
    if (name.isPresent() && !name.get().equals(fileName)) {
      item.problem(
          item.quoted() + " is not the name of its file",
          "write name: " + fileName + ", or rename the file to " + name.get() + ".yaml");
    }
    return name.map(EnvironmentId::new);
  }

  private static Optional<List<String>> zones(Item item) {
    Set<String> seen = new HashSet<>();
    Optional<List<String>> zones =
        item.list(
            each -> {
              Optional<String> zone = each.name("zone");
              if (zone.isPresent() && !seen.add(zone.get())) {
                each.problem(each.quoted() + " is given twice", "name each zone once");
              }
              return zone;
            });
    if (zones.isPresent() && seen.size() < ZONES_MIN) {
      item.problem(
          "names " + seen.size() + " of the at least " + ZONES_MIN + " zones",
          "add another: a fleet in one zone dies with its zone");
    }
    return zones;
  }

  private static Optional<Listen> listen(Item item) {
    Fields fields = Fields.open(item, LISTEN);
    int port = fields.read("port", i -> i.integer(PORT), 0);
    int testPort = fields.read("testPort", i -> i.integer(PORT), 0);
    if (port != 0 && port == testPort) {
      item.problem("uses port " + port + " twice", "give test traffic a port of its own");
    }
    return Optional.of(new Listen(port, testPort));
  }

  private Optional<List<Fleet>> fleets(Item item, EnvironmentId environment, List<String> zones) {
    Map<String, Integer> names = new HashMap<>();
    Map<String, Integer> hosts = new HashMap<>();
    Optional<List<Fleet>> fleets = item.list(each -> fleet(each, environment, zones, names, hosts));
    if (fleets.isPresent() && fleets.get().isEmpty()) {
      item.problem("is empty", "describe at least one fleet");
    }
    return fleets;
  }

  private Optional<Fleet> fleet(
      Item item,
      EnvironmentId environment,
      List<String> zones,
      Map<String, Integer> names,
      Map<String, Integer> hosts) {
    Fields fields = Fields.open(item, FLEET);
    String name =
        fields.read("name", i -> unique(i, EnvironmentReader::fleetName, names), "unread");
    String image = fields.read("image", this::image, "unread");
    Capacity capacity = fields.read("capacity", EnvironmentReader::capacity, new Capacity(1, 1, 1));
    Optional<Route> route = fields.item("route").flatMap(i -> route(i, hosts));
    Policy policy = fields.read("policy", PolicyReader::read, PolicyReader.DEFAULT);
    fields.item("rotation").flatMap(UpkeepReader::own).ifPresent(own -> fresh.put(name, own));
    boolean counts = policy.gates().stream().anyMatch(Gate.Measured.class::isInstance);
    if (fields.item("route").isEmpty() && counts) {
      item.problem(
          "has gates that count requests, but no route that requests come from",
          "add a route or delete those gates");
    }
    return item.build(
        () -> new Fleet(new FleetId(environment, name), image, capacity, zones, route, policy));
  }

  private static Optional<String> fleetName(Item item) {
    Optional<String> name = item.name("fleet");
    if (name.filter(FleetId.ROTATION::equals).isPresent()) {
      item.problem(
          item.quoted() + " is kept for the journal of the environment's rotation",
          "give the fleet another name");
      return Optional.empty();
    }
    return name;
  }

  /** Reads text that no item before this one may have given. */
  private static Optional<String> unique(
      Item item, Function<Item, Optional<String>> reader, Map<String, Integer> lines) {
    Optional<String> text = reader.apply(item);
    if (text.isPresent()) {
      Integer first = lines.putIfAbsent(text.get(), item.line());
      if (first != null) {
        item.problem(item.quoted() + " is given twice, first on line " + first, "choose another");
      }
    }
    return text;
  }

  private Optional<String> image(Item item) {
    Optional<String> image = item.name("image");
    if (image.isPresent() && !recipes.contains(image.get())) {
      String remedy =
          Words.nearest(image.get(), recipes)
              .map(near -> "did you mean " + near + "?")
              .orElse("write images/" + image.get() + "/" + Project.RECIPE_FILE);
      item.problem(item.quoted() + " has no recipe", remedy);
    }
    return image;
  }

  private static Optional<Capacity> capacity(Item item) {
    Fields fields = Fields.open(item, CAPACITY);
    Optional<Integer> min = fields.item("min").flatMap(EnvironmentReader::machines);
    Optional<Integer> desired = fields.item("desired").flatMap(EnvironmentReader::machines);
    Optional<Integer> max = fields.item("max").flatMap(EnvironmentReader::machines);
    if (min.isEmpty() || desired.isEmpty() || max.isEmpty()) {
      return Optional.empty();
    }
    return item.build(() -> new Capacity(min.get(), desired.get(), max.get()));
  }

  private static Optional<Integer> machines(Item item) {
    return item.integer(MACHINES);
  }

  private static Optional<Route> route(Item item, Map<String, Integer> hosts) {
    Fields fields = Fields.open(item, ROUTE);
    String host = fields.read("host", i -> unique(i, j -> j.matching(HOST), hosts), "unread");
    String probe = fields.text("probe").orElse("/");
    return Optional.of(new Route(host, probe));
  }
}
