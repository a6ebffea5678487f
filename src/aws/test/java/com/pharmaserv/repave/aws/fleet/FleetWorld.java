package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.Site;
import com.pharmaserv.repave.aws.TwinTime;
import com.pharmaserv.repave.aws.client.ClientSettings;
import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinFleet;
import com.pharmaserv.repave.aws.twin.TwinWorld;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.model.Capacity;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.EnvironmentId;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.FleetId;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.HandOver.Entry.Kind;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Jurisdiction;
import com.pharmaserv.repave.model.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** An environment on the double, and the provider's fleets and traffic in it. */
final class FleetWorld {
  static final String ENVIRONMENT = "eu-test";
  static final String REGION = "eu-central-1";
  static final ImageId IMAGE = new ImageId("app", "a".repeat(64));
  static final ImageId OTHER = new ImageId("app", "b".repeat(64));

  final TwinCloud cloud = new TwinCloud(1);
  final TwinWorld world = TwinWorld.of(cloud, REGION, ENVIRONMENT);
  final TwinTime time = new TwinTime(cloud);
  final String cell = world.region().part(Compute.class).network().addGroup("quarantine");
  final Map<FleetId, HandOver> handOvers = new ConcurrentHashMap<>();
  final MemoryFence fence = new MemoryFence();
  final AtomicInteger openRequests = new AtomicInteger();
  final Map<ImageId, String> amis = new TreeMap<>(java.util.Comparator.comparing(ImageId::full));
  final Site site = newSite();
  final Observer observer = new Observer(site.clients(), time);
  final AwsFleets fleets =
      new AwsFleets(site, observer, fence, (fleet, slot) -> openRequests.get());
  final AwsTraffic traffic = new AwsTraffic(site, observer, fence);

  FleetWorld() {
    for (ImageId image : List.of(IMAGE, OTHER)) {
      amis.put(image, world.image(image.name(), image.digest(), "app"));
    }
  }

  private Site newSite() {
    Environment environment =
        new Environment(
            new EnvironmentId(ENVIRONMENT),
            Jurisdiction.EU,
            zones(),
            new Environment.Aws(TwinCloud.ACCOUNT, REGION, List.of(), Optional.empty()),
            List.of());
    ClientSettings settings =
        ClientSettings.plain(
            cloud.http(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return new Site(
        environment, Clients.of(environment, settings, time), time, fleet -> found(fleet));
  }

  private HandOver found(Fleet fleet) {
    return java.util.Objects.requireNonNull(handOvers.get(fleet.id()), fleet.id().toString());
  }

  List<Subnet> subnets() {
    return world.clients().compute().describeSubnets(r -> {}).subnets();
  }

  List<String> zones() {
    return subnets().stream().map(Subnet::availabilityZone).sorted().distinct().limit(2).toList();
  }

  /** A fleet behind a rule of an Application Load Balancer. */
  Fleet routed(String name) {
    TwinFleet built = world.fleet(name);
    HandOver.Route route =
        new HandOver.Route(
            new HandOver.Entry(Kind.RULE, built.productionRule()),
            new HandOver.Entry(Kind.RULE, built.testRule()),
            built.blue(),
            built.green(),
            built.probe().toString());
    return fleet(name, Optional.of(route), built.skeleton());
  }

  /** A fleet whose machines fetch their work themselves. */
  Fleet unrouted(String name) {
    // The double builds a route along; nothing hands it over.
    return fleet(name, Optional.empty(), world.fleet(name).skeleton());
  }

  /** A fleet behind the default actions of two listeners of a Network Load Balancer. */
  Fleet network(String name) {
    String skeleton = world.fleet(name).skeleton();
    String balancer =
        world
            .clients()
            .balancing()
            .createLoadBalancer(
                r ->
                    r.name(name + "-net")
                        .type(LoadBalancerTypeEnum.NETWORK)
                        .subnets(subnets().stream().map(Subnet::subnetId).toList()))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    String blue = targetGroup(name + "-net-blue");
    String green = targetGroup(name + "-net-green");
    HandOver.Route route =
        new HandOver.Route(
            new HandOver.Entry(Kind.LISTENER, listener(balancer, 443, blue, 100, green, 0)),
            new HandOver.Entry(Kind.LISTENER, listener(balancer, 8443, blue, 0, green, 100)),
            blue,
            green,
            "https://test." + name + ".example");
    return fleet(name, Optional.of(route), skeleton);
  }

  private String targetGroup(String name) {
    return world
        .clients()
        .balancing()
        .createTargetGroup(
            r ->
                r.name(name)
                    .protocol(ProtocolEnum.TCP)
                    .port(8443)
                    .vpcId(subnets().get(0).vpcId())
                    .healthCheckIntervalSeconds(10)
                    .healthyThresholdCount(2)
                    .unhealthyThresholdCount(2))
        .targetGroups()
        .get(0)
        .targetGroupArn();
  }

  private String listener(
      String balancer, int port, String blue, int blueWeight, String green, int greenWeight) {
    return world
        .clients()
        .balancing()
        .createListener(
            r ->
                r.loadBalancerArn(balancer)
                    .port(port)
                    .protocol(ProtocolEnum.TCP)
                    .defaultActions(forward(blue, blueWeight, green, greenWeight)))
        .listeners()
        .get(0)
        .listenerArn();
  }

  static Action forward(String blue, int blueWeight, String green, int greenWeight) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .forwardConfig(
            c ->
                c.targetGroups(
                    TargetGroupTuple.builder().targetGroupArn(blue).weight(blueWeight).build(),
                    TargetGroupTuple.builder().targetGroupArn(green).weight(greenWeight).build()))
        .build();
  }

  private Fleet fleet(String name, Optional<HandOver.Route> route, String skeleton) {
    FleetId id = new FleetId(ENVIRONMENT, name);
    List<HandOver.Subnet> handed = new ArrayList<>();
    subnets().forEach(s -> handed.add(new HandOver.Subnet(s.subnetId(), s.availabilityZone())));
    handOvers.put(
        id,
        new HandOver(
            "1.1",
            id,
            TwinCloud.ACCOUNT,
            REGION,
            handed,
            route,
            new HandOver.Skeleton(skeleton, "1"),
            "repave-" + ENVIRONMENT,
            new HandOver.Bake(
                "subnet", "sg", "profile", "m5.large", new TreeMap<>(), Optional.empty()),
            Optional.of(cell)));
    return new Fleet(
        id,
        IMAGE.name(),
        new Capacity(1, 2, 6),
        zones(),
        route.map(r -> new Fleet.Route(name + ".example", "/")),
        new Policy(
            List.of(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            80,
            false,
            List.of(),
            Policy.Bounds.DEFAULT));
  }
}
