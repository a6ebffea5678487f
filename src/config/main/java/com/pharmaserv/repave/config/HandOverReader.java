package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.AwsNames.Place;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Bake;
import com.pharmaserv.repave.model.HandOver.Entry;
import com.pharmaserv.repave.model.HandOver.Route;
import com.pharmaserv.repave.model.HandOver.Skeleton;
import com.pharmaserv.repave.model.HandOver.Subnet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads what the infrastructure hands over for a fleet. A newer infrastructure may add fields; it
 * raises the major version when it changes the meaning of one.
 */
public final class HandOverReader {
  static final Shape HAND_OVER =
      Shape.extensible("a hand-over")
          .required("schema", "\"1.0\"")
          .required("environment", "\"eu-prod\"")
          .required("fleet", "\"app\"")
          .required("account", "\"111122223333\"")
          .required("region", "\"eu-west-1\"")
          .required("subnets", "[]")
          .optional("route")
          .required("skeleton", "{}")
          .required("table", "\"repave\"")
          .required("bake", "{}");

  static final Shape SUBNET =
      Shape.extensible("a subnet")
          .required("id", "\"subnet-…\"")
          .required("zone", "\"eu-west-1a\"");

  static final Shape ROUTE =
      Shape.extensible("a route")
          .required("production", "{}")
          .required("test", "{}")
          .required("blue", "\"arn:…\"")
          .required("green", "\"arn:…\"")
          .required("probe", "\"https://test.app.eu.example\"");

  static final Shape ENTRY =
      Shape.extensible("an entry").required("kind", "\"rule\"").required("arn", "\"arn:…\"");

  static final Shape SKELETON =
      Shape.extensible("a skeleton").required("template", "\"lt-…\"").required("version", "\"1\"");

  static final Shape BAKE =
      Shape.extensible("bake")
          .required("subnet", "\"subnet-…\"")
          .required("securityGroup", "\"sg-…\"")
          .required("instanceProfile", "\"repave-bake\"")
          .required("instanceType", "\"t3.small\"")
          .required("keys", "{}");

  /** The major version of the document that this tool reads. */
  private static final String MAJOR = "1";

  private static final Pattern VERSION = Pattern.compile("[0-9]{1,3}\\.[0-9]{1,3}");

  /** DynamoDB developer guide, naming rules. */
  private static final Pattern TABLE = Pattern.compile("[A-Za-z0-9_.-]{3,255}");

  /** IAM user guide: names of instance profiles. */
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_+=,.@-]{1,128}");

  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]{2,20}\\.[a-z0-9-]{2,20}");

  /** Launch template versions are counted; {@code $Latest} would not be what was handed over. */
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  private static final Pattern PROBE =
      Pattern.compile("https://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");

  private static final String LOAD_BALANCER = "elasticloadbalancing";

  /** Names of load balancers and target groups, and the ids in their ARNs. */
  private static final String NAME = "[A-Za-z0-9-]{1,32}";

  private static final String HEX = "[0-9a-f]{16}";

  /** Stands in for an account or region that could not be read, where ARNs are compared with it. */
  private static final String ANY = "[a-z0-9-]+";

  private HandOverReader() {}

  /**
   * Reads the document.
   *
   * @param source the parameter that it stands in, for messages
   * @throws ConfigException with all problems at once
   */
  public static HandOver read(String json, String source) throws ConfigException {
    Problems problems = new Problems(Words.plain(source));
    Optional<HandOver> read =
        new YamlTree(problems)
            .compose(json)
            .flatMap(top -> document(new Item(problems, top, ""), source));
    problems.throwIfAny();
    return read.orElseThrow(() -> new IllegalStateException("nothing read, and no reason noted"));
  }

  private static Optional<HandOver> document(Item item, String source) {
    Optional<String> schema = schema(item);
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = Fields.open(item, HAND_OVER);
    String environment = fields.read("environment", i -> i.name("environment"), "unread");
    String fleet = fields.read("fleet", i -> i.name("fleet"), "unread");
    String account = fields.read("account", AwsNames::account, ANY);
    String region = fields.read("region", AwsNames::region, ANY);
    Place place = new Place(account, region);
    List<Subnet> subnets = fields.read("subnets", i -> subnets(i, region), List.of());
    Optional<Route> route = fields.item("route").flatMap(i -> route(i, place));
    Skeleton skeleton = fields.read("skeleton", HandOverReader::skeleton, new Skeleton("", ""));
    String table =
        fields.read("table", i -> i.matching(TABLE, "the name of a DynamoDB table"), "unread");
    Optional<Bake> bake = fields.item("bake").flatMap(i -> bake(i, place));
    place(item, source, environment, fleet);
    return bake.flatMap(
        b ->
            item.build(
                () ->
                    new HandOver(
                        schema.get(),
                        new FleetId(environment, fleet),
                        account,
                        region,
                        subnets,
                        route,
                        skeleton,
                        table,
                        b)));
  }

  /** Where the version is not one that this tool reads, nothing else is worth a message. */
  private static Optional<String> schema(Item item) {
    if (!(item.node() instanceof MappingNode mapping)) {
      Fields.open(item, HAND_OVER);
      return Optional.empty();
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("schema")) {
        Item version = item.child(tuple.getValueNode(), "schema");
        Optional<String> text = version.matching(VERSION, "a version such as 1.0, in quotes");
        if (text.isPresent() && !text.get().startsWith(MAJOR + ".")) {
          version.problem(
              version.quoted() + " is another major version than " + MAJOR + ", the one read here",
              "use the tool and the infrastructure of the same release");
          return Optional.empty();
        }
        return text;
      }
    }
    item.problem("has no schema", "add its version, such as \"schema\": \"1.0\"");
    return Optional.empty();
  }

  /** A document of one fleet in the parameter of another is a mix-up. */
  private static void place(Item item, String source, String environment, String fleet) {
    String expected = "/repave/v1/" + environment + "/" + fleet + "/infra";
    if (source.startsWith("/") && !source.equals(expected)) {
      item.problem(
          "is of fleet " + environment + "/" + fleet + ", whose place is " + expected,
          "find out who wrote it here");
    }
  }

  private static Optional<List<Subnet>> subnets(Item item, String region) {
    Set<String> ids = new HashSet<>();
    Set<String> zones = new HashSet<>();
    Optional<List<Subnet>> subnets = item.list(each -> subnet(each, region, ids, zones));
    if (subnets.isPresent() && subnets.get().size() < EnvironmentReader.ZONES_MIN) {
      item.problem(
          "names " + subnets.get().size() + " of the at least " + EnvironmentReader.ZONES_MIN,
          "hand over one subnet for each zone");
    }
    return subnets;
  }

  private static Optional<Subnet> subnet(
      Item item, String region, Set<String> ids, Set<String> zones) {
    Fields fields = Fields.open(item, SUBNET);
    Optional<String> id = fields.item("id").flatMap(i -> AwsNames.id(i, "subnet"));
    Optional<Item> zoneItem = fields.item("zone");
    Optional<String> zone = zoneItem.flatMap(Item::text);
    if (zone.isPresent() && !region.equals(ANY)) {
      AwsNames.inRegion(zoneItem.get(), zone.get(), region);
    }
    if (id.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    if (!ids.add(id.get()) || !zones.add(zone.get())) {
      item.problem("repeats a subnet or a zone", "hand over one subnet for each zone");
    }
    return Optional.of(new Subnet(id.get(), zone.get()));
  }

  private static Optional<Route> route(Item item, Place place) {
    Fields fields = Fields.open(item, ROUTE);
    Optional<Entry> production = fields.item("production").flatMap(i -> entry(i, place));
    Optional<Entry> test = fields.item("test").flatMap(i -> entry(i, place));
    Optional<String> blue = fields.item("blue").flatMap(i -> targetGroup(i, place));
    Optional<String> green = fields.item("green").flatMap(i -> targetGroup(i, place));
    Optional<String> probe =
        fields
            .item("probe")
            .flatMap(i -> i.matching(PROBE, "a URL with https, without a path or a last slash"));
    if (blue.isPresent() && blue.equals(green)) {
      item.problem("has the same target group for blue and green", "hand over one for each slot");
    }
    if (production.isPresent() && production.equals(test)) {
      item.problem(
          "has the same entry for production and test",
          "hand over a test entry that no customer's request reaches");
    }
    boolean whole =
        production.isPresent()
            && test.isPresent()
            && blue.isPresent()
            && green.isPresent()
            && probe.isPresent();
    return whole
        ? Optional.of(new Route(production.get(), test.get(), blue.get(), green.get(), probe.get()))
        : Optional.empty();
  }

  private static Optional<Entry> entry(Item item, Place place) {
    Fields fields = Fields.open(item, ENTRY);
    Optional<String> kind = fields.item("kind").flatMap(i -> i.oneOf(List.of("rule", "listener")));
    boolean rule = kind.equals(Optional.of("rule"));
    String listener = "/(?:app|net)/" + NAME + "/" + HEX + "/" + HEX;
    String resource = rule ? "listener-rule" + listener + "/" + HEX : "listener" + listener;
    Optional<String> arn =
        kind.flatMap(k -> fields.item("arn"))
            .flatMap(
                i ->
                    AwsNames.arn(
                        i, LOAD_BALANCER, place, resource, "a " + (rule ? "rule" : "listener")));
    return arn.flatMap(
        a -> kind.map(k -> new Entry(Entry.Kind.valueOf(k.toUpperCase(Locale.ROOT)), a)));
  }

  private static Optional<String> targetGroup(Item item, Place place) {
    return AwsNames.arn(
        item, LOAD_BALANCER, place, "targetgroup/" + NAME + "/" + HEX, "a target group");
  }

  private static Optional<Skeleton> skeleton(Item item) {
    Fields fields = Fields.open(item, SKELETON);
    String template = fields.read("template", i -> AwsNames.id(i, "lt"), "");
    String version =
        fields.read("version", i -> i.matching(COUNT, "the number of a version, in quotes"), "");
    return Optional.of(new Skeleton(template, version));
  }

  private static Optional<Bake> bake(Item item, Place place) {
    Fields fields = Fields.open(item, BAKE);
    String subnet = fields.read("subnet", i -> AwsNames.id(i, "subnet"), "");
    String group = fields.read("securityGroup", i -> AwsNames.id(i, "sg"), "");
    String profile =
        fields.read(
            "instanceProfile", i -> i.matching(PROFILE, "the name of an instance profile"), "");
    String type =
        fields.read("instanceType", i -> i.matching(TYPE, "an instance type such as t3.small"), "");
    SortedMap<String, String> keys =
        fields.read("keys", i -> keys(i, place.account()), new TreeMap<>());
    if (!place.region().equals(ANY) && !keys.isEmpty() && !keys.containsKey(place.region())) {
      item.problem(
          "has no key for region " + place.region(), "hand over the key of the fleet's own region");
    }
    return Optional.of(new Bake(subnet, group, profile, type, keys));
  }

  /** Keys by region, each in its region. */
  private static Optional<SortedMap<String, String>> keys(Item item, String account) {
    if (!(item.node() instanceof MappingNode mapping)) {
      return item.mismatch("a mapping", "write the ARN of a key for each region");
    }
    SortedMap<String, String> keys = new TreeMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Item name = item.child(tuple.getKeyNode(), item.path());
      Optional<String> region = AwsNames.region(name);
      if (region.isPresent()) {
        Item key = item.child(tuple.getValueNode(), item.path() + "." + region.get());
        AwsNames.arn(
                key, "kms", new Place(account, region.get()), "key/[0-9A-Za-z-]{1,64}", "a key")
            .ifPresentOrElse(
                arn -> keys.put(region.get(), arn),
                // Wrong, which has been noted, but not missing.
                () -> keys.put(region.get(), ANY));
      }
    }
    if (mapping.getValue().isEmpty()) {
      item.problem("is empty", "write the ARN of a key for each region");
    }
    return Optional.of(keys);
  }
}
