package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.AwsNames.Place;
import com.pharmaserv.repave.config.Kind.Text;
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
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what the infrastructure hands over for a fleet; {@link HandOverWriter} wrote it. */
public final class HandOverReader {
  /** A version of any kind, so that one that is not read here is told from what is none. */
  private static final Text VERSION =
      Text.of("[0-9]{1,3}\\.[0-9]{1,3}", "a version such as 1.0, in quotes");

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
    Fields fields = Fields.open(item, HandOverShapes.HAND_OVER);
    String environment = fields.read("environment", i -> i.name("environment"), "unread");
    String fleet = fields.read("fleet", i -> i.name("fleet"), "unread");
    String account = fields.text("account").orElse(AwsNames.ANY);
    String region = fields.text("region").orElse(AwsNames.ANY);
    Place place = new Place(account, region);
    List<Subnet> subnets = fields.read("subnets", i -> subnets(i, region), List.of());
    Optional<Route> route = fields.item("route").flatMap(i -> route(i, place));
    Skeleton skeleton = fields.read("skeleton", HandOverReader::skeleton, new Skeleton("", ""));
    String table = fields.text("table").orElse("unread");
    Optional<Bake> bake = fields.item("bake").flatMap(i -> bake(i, place));
    Optional<String> quarantine = fields.text("quarantine");
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
                        b,
                        quarantine)));
  }

  /** Where the version is not one that this tool reads, nothing else is worth a message. */
  private static Optional<String> schema(Item item) {
    if (!(item.node() instanceof MappingNode mapping)) {
      Fields.open(item, HandOverShapes.HAND_OVER);
      return Optional.empty();
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("schema")) {
        Item version = item.child(tuple.getValueNode(), "schema");
        Optional<String> text = version.matching(VERSION);
        if (text.isPresent() && !text.get().startsWith(HandOverShapes.MAJOR + ".")) {
          version.problem(
              version.quoted()
                  + " is another major version than "
                  + HandOverShapes.MAJOR
                  + ", the one read here",
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
    String expected = HandOver.parameter(new FleetId(environment, fleet));
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
    Fields fields = Fields.open(item, HandOverShapes.SUBNET);
    Optional<String> id = fields.text("id");
    Optional<Item> zoneItem = fields.item("zone");
    Optional<String> zone = zoneItem.flatMap(Item::text);
    if (zone.isPresent() && !region.equals(AwsNames.ANY)) {
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
    Fields fields = Fields.open(item, HandOverShapes.ROUTE);
    Optional<Entry> production = fields.item("production").flatMap(i -> entry(i, place));
    Optional<Entry> test = fields.item("test").flatMap(i -> entry(i, place));
    Text slot = HandOverShapes.targetGroup(place);
    Optional<String> blue = fields.item("blue").flatMap(i -> i.matching(slot));
    Optional<String> green = fields.item("green").flatMap(i -> i.matching(slot));
    Optional<String> probe = fields.text("probe");
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
    Fields fields = Fields.open(item, HandOverShapes.ENTRY);
    Optional<String> kind = fields.item("kind").flatMap(i -> i.oneOf(HandOverShapes.KIND));
    boolean rule = kind.equals(Optional.of("rule"));
    Text wanted = rule ? HandOverShapes.rule(place) : HandOverShapes.listener(place);
    Optional<String> arn = kind.flatMap(k -> fields.item("arn")).flatMap(i -> i.matching(wanted));
    return arn.flatMap(
        a -> kind.map(k -> new Entry(Entry.Kind.valueOf(k.toUpperCase(Locale.ROOT)), a)));
  }

  private static Optional<Skeleton> skeleton(Item item) {
    Fields fields = Fields.open(item, HandOverShapes.SKELETON);
    String template = fields.text("template").orElse("");
    String version = fields.text("version").orElse("");
    return Optional.of(new Skeleton(template, version));
  }

  private static Optional<Bake> bake(Item item, Place place) {
    Fields fields = Fields.open(item, HandOverShapes.BAKE);
    String subnet = fields.text("subnet").orElse("");
    String group = fields.text("securityGroup").orElse("");
    String profile = fields.text("instanceProfile").orElse("");
    String type = fields.text("instanceType").orElse("");
    SortedMap<String, String> keys =
        fields.read("keys", i -> keys(i, place.account()), new TreeMap<>());
    if (!place.region().equals(AwsNames.ANY)
        && !keys.isEmpty()
        && !keys.containsKey(place.region())) {
      item.problem(
          "has no key for region " + place.region(), "hand over the key of the fleet's own region");
    }
    Optional<String> signer =
        fields.item("signer").flatMap(i -> i.matching(HandOverShapes.key(place)));
    return Optional.of(new Bake(subnet, group, profile, type, keys, signer));
  }

  /** Keys by region, each in its region. */
  private static Optional<SortedMap<String, String>> keys(Item item, String account) {
    if (!(item.node() instanceof MappingNode mapping)) {
      return item.mismatch("a mapping", "write the ARN of a key for each region");
    }
    SortedMap<String, String> keys = new TreeMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Item name = item.child(tuple.getKeyNode(), item.path());
      Optional<String> region = name.matching(AwsNames.REGION);
      if (region.isPresent()) {
        Item key = item.child(tuple.getValueNode(), item.path() + "." + region.get());
        key.matching(HandOverShapes.key(new Place(account, region.get())))
            .ifPresentOrElse(
                arn -> keys.put(region.get(), arn),
                // Wrong, which has been noted, but not missing.
                () -> keys.put(region.get(), AwsNames.ANY));
      }
    }
    if (mapping.getValue().isEmpty()) {
      item.problem("is empty", "write the ARN of a key for each region");
    }
    return Optional.of(keys);
  }
}
