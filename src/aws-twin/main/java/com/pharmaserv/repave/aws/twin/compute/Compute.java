package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Machine;
import com.pharmaserv.repave.aws.twin.Machines;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** One region's EC2: its parts, and what the other services need of it. */
public final class Compute {
  private final TwinRegion region;
  private final Tokens tokens = new Tokens();
  private final Tags tags;
  private final Types types = new Types();
  private final Network network;
  private final Templates templates;
  private final Snapshots snapshots;
  private final Images images;
  private final Disks disks;
  private final Servers servers;
  private final Reservations reservations;
  private final Launches launches;
  private final ServerCalls serverCalls;
  private final ImageCalls imageCalls;
  private final Registrations registrations;

  Compute(TwinRegion region) {
    this.region = region;
    this.tags = new Tags(region.clock(), this::exists);
    this.network = new Network(region, tags);
    this.templates = new Templates(region, tags, tokens);
    this.snapshots = new Snapshots(this);
    this.images = new Images(this);
    this.disks = new Disks(region, tags);
    this.servers = new Servers(this);
    this.reservations = new Reservations(this);
    this.launches = new Launches(this);
    this.serverCalls = new ServerCalls(this);
    this.imageCalls = new ImageCalls(this);
    this.registrations = new Registrations(this);
    publishBaseImages();
  }

  /** Some months of Amazon Linux and Debian, the newest a week old. */
  private void publishBaseImages() {
    for (int weeks : new int[] {14, 6, 1}) {
      Instant at = region.clock().now().minus(Duration.ofDays(7L * weeks));
      String day = at.toString().substring(0, 10).replace("-", "");
      for (String architecture : new String[] {"x86_64", "arm64"}) {
        images.publish(
            Images.AMAZON,
            "al2023-ami-2023.9." + day + ".0-kernel-6.1-" + architecture,
            architecture,
            at);
        String debian = architecture.equals("x86_64") ? "amd64" : architecture;
        for (int version : new int[] {12, 13}) {
          images.publish(
              Images.DEBIAN,
              "debian-" + version + "-" + debian + "-" + day + "-2000",
              architecture,
              at);
        }
      }
    }
  }

  private boolean exists(String id) {
    return servers.has(id)
        || images.has(id)
        || snapshots.has(id)
        || disks.has(id)
        || templates.has(id)
        || network.has(id)
        || reservations.has(id);
  }

  static String defaultKey(TwinRegion region) {
    return region.arn("kms", "key/11111111-2222-3333-4444-555555555555");
  }

  public TwinRegion region() {
    return region;
  }

  /** The VPC, its subnets and its groups. */
  public Network network() {
    return network;
  }

  /** Images: the account's own and public ones. */
  public Images images() {
    return images;
  }

  /** Takes an instance type out of a zone's offer. */
  public void withhold(String type, String zone) {
    types.withhold(type, zone);
  }

  /** The machine shuts itself down, and stops or ends as its launch said. */
  public void powerOff(String machineId) {
    servers.powerOff(machineId);
  }

  Tokens tokens() {
    return tokens;
  }

  Tags tags() {
    return tags;
  }

  Types types() {
    return types;
  }

  Templates templates() {
    return templates;
  }

  /** Snapshots: of images, and written block by block. */
  public Snapshots snapshots() {
    return snapshots;
  }

  Disks disks() {
    return disks;
  }

  Servers servers() {
    return servers;
  }

  Reservations reservations() {
    return reservations;
  }

  Launches launches() {
    return launches;
  }

  ServerCalls serverCalls() {
    return serverCalls;
  }

  ImageCalls imageCalls() {
    return imageCalls;
  }

  Registrations registrations() {
    return registrations;
  }

  /** EC2 user guide, "On-Demand Instance quotas": vCPUs, those of unused reservations included. */
  void checkVcpus(String type, int machines) {
    int running =
        servers.all(region.clock().now()).stream()
            .filter(Server::counts)
            .mapToInt(server -> types.vcpus(server.instance().instanceTypeAsString()))
            .sum();
    double limit = launches.vcpuQuota();
    if (running + reservations.idleVcpus() + types.vcpus(type) * machines > limit) {
      throw new TwinException(
          "VcpuLimitExceeded",
          "You have requested more vCPU capacity than your current vCPU limit of "
              + (Math.round(limit) + " allows for the instance bucket that the specified instance")
              + " type belongs to.");
    }
  }

  /** All that the account holds here, each with its kind: what a cleanup must not leave behind. */
  public List<String> holdings() {
    Instant now = region.clock().now();
    Stream<String> machines =
        servers.all(now).stream().filter(s -> !s.ended()).map(s -> "machine " + s.id());
    return Stream.of(
            machines,
            templates.names().map(name -> "template " + name),
            images.own().map(id -> "image " + id),
            snapshots.ids().map(id -> "snapshot " + id),
            disks.ids().map(id -> "volume " + id),
            reservations.active().map(id -> "reservation " + id))
        .flatMap(found -> found)
        .toList();
  }

  /**
   * A machine that Systems Manager may manage.
   *
   * @param runningSince empty while it does not run
   */
  public record Host(String id, String imageId, String address, Optional<Instant> runningSince) {}

  /**
   * The machines that could have an agent: those with an instance profile that run or are stopped.
   * Systems Manager user guide, "Configure instance permissions".
   */
  public List<Host> hosts(Instant asOf) {
    return servers.all(asOf).stream()
        .filter(server -> !server.ended() && !server.is(InstanceStateName.PENDING))
        .filter(server -> server.instance().iamInstanceProfile() != null)
        .map(
            server ->
                new Host(
                    server.id(),
                    server.instance().imageId(),
                    server.instance().privateIpAddress(),
                    server.runningSince()))
        .toList();
  }

  /** What Auto Scaling and load balancing need. */
  public Machines machines() {
    return new ForOthers();
  }

  private final class ForOthers implements Machines {
    @Override
    public Optional<Subnet> subnet(String subnetId) {
      return network
          .subnet(subnetId)
          .map(s -> new Subnet(s.subnetId(), s.vpcId(), s.availabilityZone()));
    }

    @Override
    public Optional<Template> template(String idOrName, String version) {
      return templates
          .find(idOrName)
          .flatMap(row -> row.version(version))
          .map(
              v ->
                  new Template(
                      v.launchTemplateId(),
                      v.launchTemplateName(),
                      v.versionNumber(),
                      Optional.ofNullable(v.launchTemplateData().imageId()),
                      Optional.ofNullable(v.launchTemplateData().instanceTypeAsString())));
    }

    @Override
    public boolean imageUsable(String imageId) {
      try {
        launches.image(imageId);
        return true;
      } catch (TwinException refusal) {
        // The caller words its own refusal.
        return false;
      }
    }

    @Override
    public String launch(Template template, String subnetId, Map<String, String> more) {
      LaunchTemplateVersion version =
          Templates.demand(
              templates.demand(template.id(), null, region.clock().now()),
              Long.toString(template.version()));
      ResponseLaunchTemplateData data =
          template
              .type()
              .map(type -> version.launchTemplateData().toBuilder().instanceType(type).build())
              .orElse(version.launchTemplateData());
      Map<String, String> all =
          new HashMap<>(
              Launches.tagsOf(data, new Templates.Use(template.id(), template.version())));
      all.putAll(more);
      return launches
          .launch(new Launches.Spec(data, subnetId, all, Optional.empty()), 1, 1)
          .get(0)
          .id();
    }

    @Override
    public void terminate(String machineId) {
      servers.terminate(machineId);
    }

    @Override
    public Optional<Machine> machine(String machineId) {
      return servers.find(machineId).map(this::machine);
    }

    private Machine machine(Server server) {
      Instance instance = server.instance();
      return new Machine(
          server.id(),
          instance.imageId(),
          instance.instanceTypeAsString(),
          Optional.ofNullable(instance.subnetId()).orElse(""),
          Optional.ofNullable(instance.vpcId()).orElse(""),
          instance.placement().availabilityZone(),
          Optional.ofNullable(instance.privateIpAddress()).orElse(""),
          instance.state().nameAsString(),
          servers.status(server, region.clock().now()).equals("impaired"),
          instance.launchTime(),
          tags.now(server.id()));
    }
  }
}
