package com.pharmaserv.repave.aws.twin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.pharmaserv.repave.aws.twin.balancing.Probe;
import com.pharmaserv.repave.aws.twin.balancing.Routing;
import com.pharmaserv.repave.aws.twin.balancing.Traffic;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Network;
import com.pharmaserv.repave.aws.twin.systems.Parameters;
import com.pharmaserv.repave.aws.twin.wire.Json;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateBlockDeviceMappingRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VolumeType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** One environment in one region, as the infrastructure hands it over. */
public final class TwinWorld {
  private static final int CHECK_SECONDS = 10;
  private static final int DELAY_SECONDS = 60;

  private final TwinCloud cloud;
  private final String environment;
  private final TwinRegion region;
  private final TwinClients clients;
  private final String balancerArn;
  private final String listenerArn;
  private int rules;

  private TwinWorld(TwinCloud cloud, String regionName, String environment) {
    this.cloud = cloud;
    this.environment = environment;
    this.region = cloud.region(regionName);
    this.clients = new TwinClients(cloud, regionName);
    this.balancerArn =
        clients
            .balancing()
            .createLoadBalancer(lb -> lb.name(environment).subnets(network().subnets()))
            .loadBalancers()
            .get(0)
            .loadBalancerArn();
    this.listenerArn =
        clients
            .balancing()
            .createListener(
                listener ->
                    listener
                        .loadBalancerArn(balancerArn)
                        .port(443)
                        .protocol(ProtocolEnum.HTTPS)
                        .certificates(
                            Certificate.builder()
                                .certificateArn(region.arn("acm", "certificate/test"))
                                .build())
                        .defaultActions(
                            Action.builder()
                                .type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(response -> response.statusCode("404"))
                                .build()))
            .listeners()
            .get(0)
            .listenerArn();
  }

  /** Builds the environment's shared part: a load balancer with an HTTPS listener. */
  public static TwinWorld of(TwinCloud cloud, String region, String environment) {
    return cloud.quietly(() -> new TwinWorld(cloud, region, environment));
  }

  public TwinCloud cloud() {
    return cloud;
  }

  public TwinRegion region() {
    return region;
  }

  /** Clients of the same cloud, for what a person would do by hand. */
  public TwinClients clients() {
    return clients;
  }

  private Network network() {
    return region.part(Compute.class).network();
  }

  /** Builds a fleet's part and writes its hand-over document. */
  public TwinFleet fleet(String name) {
    return cloud.quietly(() -> built(name));
  }

  private TwinFleet built(String name) {
    String blue = group(name + "-blue");
    String green = group(name + "-green");
    String host = name + "." + environment + ".example";
    String production = rule(host, blue, 100, green, 0);
    String test = rule("test." + host, blue, 0, green, 100);
    TwinFleet fleet =
        new TwinFleet(
            name,
            balancerArn,
            listenerArn,
            production,
            test,
            blue,
            green,
            URI.create("https://test." + host),
            skeleton(name),
            "/repave/v1/" + environment + "/" + name + "/infra");
    region.part(Parameters.class).set(fleet.parameter(), handOver(fleet));
    return fleet;
  }

  private String group(String name) {
    String arn =
        clients
            .balancing()
            .createTargetGroup(
                group ->
                    group
                        .name(name)
                        .protocol(ProtocolEnum.HTTP)
                        .port(8080)
                        .vpcId(network().vpc())
                        .healthCheckPath("/health")
                        .healthCheckIntervalSeconds(CHECK_SECONDS)
                        .healthyThresholdCount(2)
                        .unhealthyThresholdCount(2))
            .targetGroups()
            .get(0)
            .targetGroupArn();
    clients
        .balancing()
        .modifyTargetGroupAttributes(
            change ->
                change
                    .targetGroupArn(arn)
                    .attributes(
                        TargetGroupAttribute.builder()
                            .key("deregistration_delay.timeout_seconds")
                            .value(Integer.toString(DELAY_SECONDS))
                            .build()));
    return arn;
  }

  private String rule(String host, String blue, int blueWeight, String green, int greenWeight) {
    rules += 1;
    int priority = rules;
    return clients
        .balancing()
        .createRule(
            rule ->
                rule.listenerArn(listenerArn)
                    .priority(priority)
                    .conditions(
                        RuleCondition.builder()
                            .field("host-header")
                            .hostHeaderConfig(config -> config.values(host))
                            .build())
                    .actions(forward(blue, blueWeight, green, greenWeight)))
        .rules()
        .get(0)
        .ruleArn();
  }

  private static Action forward(String blue, int blueWeight, String green, int greenWeight) {
    return Action.builder()
        .type(ActionTypeEnum.FORWARD)
        .order(1)
        .forwardConfig(
            config ->
                config.targetGroups(
                    TargetGroupTuple.builder().targetGroupArn(blue).weight(blueWeight).build(),
                    TargetGroupTuple.builder().targetGroupArn(green).weight(greenWeight).build()))
        .build();
  }

  /** A launch template without an image, and with all that our policy demands. */
  private String skeleton(String fleet) {
    return clients
        .compute()
        .createLaunchTemplate(
            template ->
                template
                    .launchTemplateName(environment + "-" + fleet + "-skeleton")
                    .launchTemplateData(
                        data ->
                            data.instanceType("m5.large")
                                .securityGroupIds(network().defaultGroup())
                                .iamInstanceProfile(profile -> profile.name("repave-" + fleet))
                                .metadataOptions(
                                    options ->
                                        options
                                            .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                                            .httpPutResponseHopLimit(1))
                                .blockDeviceMappings(disk())
                                .tagSpecifications(
                                    LaunchTemplateTagSpecificationRequest.builder()
                                        .resourceType(ResourceType.INSTANCE)
                                        .tags(Tag.builder().key("Name").value(fleet).build())
                                        .build())))
        .launchTemplate()
        .launchTemplateId();
  }

  private static LaunchTemplateBlockDeviceMappingRequest disk() {
    return LaunchTemplateBlockDeviceMappingRequest.builder()
        .deviceName("/dev/xvda")
        .ebs(
            disk ->
                disk.volumeSize(8)
                    .volumeType(VolumeType.GP3)
                    .encrypted(true)
                    .deleteOnTermination(true))
        .build();
  }

  /** The document that {@code environments/handover.schema.json} describes. */
  private String handOver(TwinFleet fleet) {
    ObjectNode document =
        Json.object()
            .put("schema", "1.0")
            .put("environment", environment)
            .put("fleet", fleet.name())
            .put("account", TwinCloud.ACCOUNT)
            .put("region", region.name());
    ArrayNode subnets = document.putArray("subnets");
    for (String id : network().subnets()) {
      String zone = region.machines().subnet(id).orElseThrow().zone();
      subnets.addObject().put("id", id).put("zone", zone);
    }
    ObjectNode route = document.putObject("route");
    route.putObject("production").put("kind", "rule").put("arn", fleet.productionRule());
    route.putObject("test").put("kind", "rule").put("arn", fleet.testRule());
    route
        .put("blue", fleet.blue())
        .put("green", fleet.green())
        .put("probe", fleet.probe().toString());
    document.putObject("skeleton").put("template", fleet.skeleton()).put("version", "1");
    document.put("table", "repave-" + environment);
    ObjectNode bake = document.putObject("bake");
    bake.put("subnet", network().subnets().get(0))
        .put("securityGroup", network().defaultGroup())
        .put("instanceProfile", "repave-bake")
        .put("instanceType", "m5.large");
    bake.putObject("keys").put(region.name(), region.arn("kms", "key/" + environment));
    return document.toString();
  }

  /**
   * Registers an image as a bake would have left it.
   *
   * @param name of the image
   * @param digest 64 hexadecimal digits
   * @param function of the machines
   * @return its id on AWS
   */
  public String image(String name, String digest, String function) {
    Map<String, String> tags = new TreeMap<>();
    tags.put("repave:managed-by", "bake");
    tags.put("repave:image", name);
    tags.put("repave:digest", digest);
    tags.put("repave:function", function);
    tags.put("repave:version", "1");
    tags.put("repave:owner", "platform");
    tags.put("repave:base", "ami-00000000000000000");
    tags.put("repave:baked-at", cloud.clock().now().toString());
    String amiName = name + "-" + digest.substring(0, 12);
    return cloud.quietly(() -> region.part(Compute.class).images().register(amiName, tags));
  }

  /** Lets users' requests arrive at the fleet from now on. */
  public void traffic(TwinFleet fleet, double requestsPerSecond) {
    region.part(Traffic.class).through(fleet.productionRule(), requestsPerSecond);
  }

  /** The requests that users saw fail. */
  public List<Traffic.Failure> failures() {
    return region.part(Traffic.class).failures();
  }

  /** Sends one request, as a prober outside would. */
  public Probe probe(URI url) {
    return region.part(Routing.class).probe(url, Map.of());
  }

  public Inventory inventory() {
    return Inventory.of(cloud);
  }
}
