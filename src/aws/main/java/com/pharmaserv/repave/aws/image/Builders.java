package com.pharmaserv.repave.aws.image;

import static com.pharmaserv.repave.aws.image.Amis.filter;
import static com.pharmaserv.repave.aws.image.Amis.tagged;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.client.Pages;
import com.pharmaserv.repave.model.HandOver;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.ProviderException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceMetadataEndpointState;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.VolumeType;

/** The machines that images are baked on: nobody can log in, and none outlives its bake. */
final class Builders {
  /**
   * A builder ends itself this long after its start, even if nobody ever comes back for it. Longer
   * than any bake.
   */
  static final Duration LIFE_MAX = Duration.ofHours(5);

  /** EC2 API reference, error codes: both mean that the token will never start a machine again. */
  private static final Set<String> USED =
      Set.of("IdempotentParameterMismatch", "IdempotentInstanceTerminated");

  private static final int PAGE = 200;
  private static final int PAGES_MAX = 50;

  private final Ec2Client ec2;

  Builders(Clients clients) {
    this.ec2 = clients.ec2();
  }

  /**
   * A builder as EC2 describes it.
   *
   * @param state EC2's name: pending, running, stopping, stopped, shutting-down, terminated
   */
  record Builder(String id, String state, Instant launchedAt, SortedMap<String, String> tags) {
    boolean ended() {
      return state.equals("shutting-down") || state.equals("terminated");
    }

    boolean running() {
      return state.equals("running");
    }

    boolean stopped() {
      return state.equals("stopped");
    }

    boolean stops() {
      return stopped() || state.equals("stopping");
    }

    /** Whether it has done its work: its lock is stored, and it is stopped or will be. */
    boolean done() {
      return stops() && tags.containsKey(ImageTags.LOCK);
    }
  }

  private static Builder builder(Instance instance) {
    return new Builder(
        instance.instanceId(),
        String.valueOf(instance.state().nameAsString()),
        instance.launchTime(),
        ImageTags.read(instance.tags()));
  }

  /** All builders, those that ended lately among them; the oldest first. */
  List<Builder> all() throws ProviderException {
    return list(tagged(ImageTags.MANAGED_BY, ImageTags.BAKE));
  }

  /** The builders of an image. */
  List<Builder> of(ImageId image) throws ProviderException {
    return list(
        tagged(ImageTags.MANAGED_BY, ImageTags.BAKE), tagged(ImageTags.DIGEST, image.digest()));
  }

  /** A builder by its id; empty if EC2 does not know it, not yet or no longer. */
  Optional<Builder> find(String id) throws ProviderException {
    return list(filter("instance-id", id)).stream().findFirst();
  }

  private List<Builder> list(Filter... filters) throws ProviderException {
    List<Builder> found = new ArrayList<>();
    Pages.<String>walk(
        "builder machines",
        Pages.atMost(
            PAGES_MAX,
            "there are more than %s builder machines; end those that no bake uses"
                .formatted(PAGES_MAX * PAGE)),
        token -> {
          DescribeInstancesResponse answer =
              ec2.describeInstances(
                  r -> r.filters(filters).maxResults(PAGE).nextToken(token.orElse(null)));
          answer.reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              .map(Builders::builder)
              .forEach(found::add);
          return Pages.next(answer.nextToken());
        });
    found.sort(Comparator.comparing(Builder::launchedAt).thenComparing(Builder::id));
    return found;
  }

  /**
   * Starts a builder. The same token answers the same machine while that is listed.
   *
   * @return its id; empty if the token is used up: with other parameters, for example before the
   *     hand-over changed, or for a machine that has ended
   */
  Optional<String> start(Plan plan, HandOver.Bake place, String key, String token)
      throws ProviderException {
    RunInstancesRequest request = request(plan, place, key, token);
    return Errors.call(
        "start a builder machine of type " + place.instanceType() + " in " + place.subnet(),
        () -> {
          try {
            return Optional.of(ec2.runInstances(request).instances().get(0).instanceId());
          } catch (Ec2Exception e) {
            if (USED.contains(Errors.code(e))) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** Nothing in it may depend on the time: the token is only good for equal requests. */
  private static RunInstancesRequest request(
      Plan plan, HandOver.Bake place, String key, String token) {
    SortedMap<String, String> tags = ImageTags.of(plan.id());
    tags.put(ImageTags.NAME, "repave bake " + plan.id());
    List<BlockDeviceMapping> disks =
        plan.base().devices().stream().map(device -> encrypted(device.name(), key)).toList();
    return RunInstancesRequest.builder()
        .imageId(plan.base().id())
        .instanceType(place.instanceType())
        .minCount(1)
        .maxCount(1)
        .clientToken(token)
        .iamInstanceProfile(
            profile ->
                (place.instanceProfile().startsWith("arn:")
                        ? profile.arn(place.instanceProfile())
                        : profile.name(place.instanceProfile()))
                    .build())
        .networkInterfaces(
            InstanceNetworkInterfaceSpecification.builder()
                .deviceIndex(0)
                .subnetId(place.subnet())
                .groups(place.securityGroup())
                .associatePublicIpAddress(false)
                .deleteOnTermination(true)
                .build())
        .metadataOptions(
            m ->
                m.httpTokens(HttpTokensState.REQUIRED)
                    .httpEndpoint(InstanceMetadataEndpointState.ENABLED)
                    .httpPutResponseHopLimit(1))
        .blockDeviceMappings(disks)
        .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
        .userData(userData())
        .tagSpecifications(
            on(ResourceType.INSTANCE, tags),
            on(ResourceType.VOLUME, tags),
            on(ResourceType.NETWORK_INTERFACE, tags))
        .build();
  }

  private static BlockDeviceMapping encrypted(String device, String key) {
    return BlockDeviceMapping.builder()
        .deviceName(device)
        .ebs(
            e ->
                e.encrypted(true)
                    .kmsKeyId(key)
                    .deleteOnTermination(true)
                    .volumeType(VolumeType.GP3))
        .build();
  }

  private static TagSpecification on(ResourceType type, SortedMap<String, String> tags) {
    return TagSpecification.builder().resourceType(type).tags(ImageTags.sdk(tags)).build();
  }

  /** With the shutdown behaviour "terminate" this is the end of a builder that was left behind. */
  private static String userData() {
    String script = "#!/bin/sh\nshutdown -h +" + LIFE_MAX.toMinutes() + "\n";
    return Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
  }

  void stop(String id) throws ProviderException {
    Errors.act("stop builder machine " + id, () -> ec2.stopInstances(r -> r.instanceIds(id)));
  }

  /** Terminates a builder; one that EC2 has forgotten already is fine. */
  void terminate(String id) throws ProviderException {
    Errors.act(
        "terminate builder machine " + id,
        () -> {
          try {
            ec2.terminateInstances(r -> r.instanceIds(id));
          } catch (Ec2Exception e) {
            if (!Errors.code(e).equals("InvalidInstanceID.NotFound")) {
              throw e;
            }
          }
        });
  }
}
