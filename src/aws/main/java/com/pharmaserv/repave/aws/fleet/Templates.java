package com.pharmaserv.repave.aws.fleet;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.aws.pojo.Pojos;
import com.pharmaserv.repave.model.Failure;
import com.pharmaserv.repave.model.HandOver.Skeleton;
import com.pharmaserv.repave.port.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Launch templates: each generation has its own, copied from the infrastructure's skeleton, with a
 * literal image id. Nothing that changes later, such as a parameter or a default version, stands
 * between a generation and what its machines run.
 */
final class Templates {
  /** The only version that a generation's template ever has. */
  static final String VERSION = "1";

  private static final String NAME_TAKEN = "InvalidLaunchTemplateName.AlreadyExistsException";
  private static final String NAME_UNKNOWN = "InvalidLaunchTemplateName.NotFoundException";

  private final Clients clients;

  Templates(Clients clients) {
    this.clients = clients;
  }

  /** The skeleton as it was handed over, refused if machines made from it would not be safe. */
  RequestLaunchTemplateData skeleton(Skeleton skeleton) throws ProviderException {
    String name = skeleton.template();
    boolean byId = name.startsWith("lt-");
    List<LaunchTemplateVersion> versions =
        Errors.read(
                "read version " + skeleton.version() + " of launch template " + name,
                () ->
                    clients
                        .ec2()
                        .describeLaunchTemplateVersions(
                            r -> {
                              r.versions(skeleton.version());
                              if (byId) {
                                r.launchTemplateId(name);
                              } else {
                                r.launchTemplateName(name);
                              }
                            }))
            .launchTemplateVersions();
    if (versions.size() != 1) {
      throw new ProviderException(
          Failure.Kind.GONE,
          ("launch template %s has no version %s; run the infrastructure program,"
                  + " which makes it and hands it over")
              .formatted(name, skeleton.version()));
    }
    ResponseLaunchTemplateData data = versions.get(0).launchTemplateData();
    List<String> lacking = lacking(data);
    RequestLaunchTemplateData.Builder copy = RequestLaunchTemplateData.builder();
    for (String field : Pojos.copy(data, copy)) {
      lacking.add("no field that cannot be copied (" + field + ")");
    }
    if (!lacking.isEmpty()) {
      throw new ProviderException(
          Failure.Kind.DENIED,
          ("launch template %s version %s must have %s; correct the infrastructure" + " program")
              .formatted(name, skeleton.version(), String.join(", ", lacking)));
    }
    return copy.build();
  }

  /** What a template must have and this one has not. */
  private static List<String> lacking(ResponseLaunchTemplateData data) {
    List<String> lacking = new ArrayList<>();
    boolean tokens =
        data.metadataOptions() != null
            && data.metadataOptions().httpTokens() == LaunchTemplateHttpTokensState.REQUIRED;
    if (!tokens) {
      lacking.add("metadata tokens required (IMDSv2)");
    }
    if (data.keyName() != null && !data.keyName().isEmpty()) {
      lacking.add("no key pair (has '" + data.keyName() + "')");
    }
    if (data.iamInstanceProfile() == null) {
      lacking.add("an instance profile");
    }
    boolean encrypted =
        data.blockDeviceMappings().stream()
            .filter(m -> m.ebs() != null)
            .allMatch(m -> Boolean.TRUE.equals(m.ebs().encrypted()));
    boolean volumes = data.blockDeviceMappings().stream().anyMatch(m -> m.ebs() != null);
    if (!volumes || !encrypted) {
      lacking.add("every volume encrypted");
    }
    boolean reachable =
        data.networkInterfaces().stream()
            .anyMatch(n -> Boolean.TRUE.equals(n.associatePublicIpAddress()));
    if (reachable) {
      lacking.add("no public address");
    }
    return lacking;
  }

  /**
   * Creates the template, or takes the one that an earlier try left if it is of the same image and
   * rollout.
   *
   * @param tags of the template, its machines' volumes and their network interfaces
   */
  void create(
      String name, RequestLaunchTemplateData skeleton, String ami, SortedMap<String, String> tags)
      throws ProviderException {
    RequestLaunchTemplateData data =
        skeleton.toBuilder().imageId(ami).tagSpecifications(specifications(skeleton, tags)).build();
    boolean created =
        Errors.call(
            "create launch template " + name,
            () -> {
              try {
                // The token makes EC2 answer a repeated request with the first one's template.
                clients
                    .ec2()
                    .createLaunchTemplate(
                        r ->
                            r.launchTemplateName(name)
                                .clientToken(name)
                                .launchTemplateData(data)
                                .tagSpecifications(
                                    TagSpecification.builder()
                                        .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                        .tags(tags(tags))
                                        .build()));
                return true;
              } catch (Ec2Exception taken) {
                if (Errors.code(taken).equals(NAME_TAKEN)
                    || Errors.code(taken).equals("IdempotentParameterMismatch")) {
                  return false;
                }
                throw taken;
              }
            });
    if (!created) {
      requireSame(name, tags);
    }
  }

  private void requireSame(String name, SortedMap<String, String> wanted) throws ProviderException {
    Map<String, String> there =
        find(name)
            .map(
                t ->
                    t.tags().stream()
                        .collect(java.util.stream.Collectors.toMap(Tag::key, Tag::value)))
            .orElse(Map.of());
    for (String key : List.of(Tags.IMAGE, Tags.ROLLOUT)) {
      if (!String.valueOf(wanted.get(key)).equals(there.get(key))) {
        throw new ProviderException(
            Failure.Kind.CONFLICT,
            ("launch template %s exists with %s '%s' and cannot become one with '%s';"
                    + " find out who made it")
                .formatted(name, key, there.get(key), wanted.get(key)));
      }
    }
  }

  private Optional<LaunchTemplate> find(String name) throws ProviderException {
    return Errors.read(
        "read launch template " + name,
        () -> {
          try {
            return clients
                .ec2()
                .describeLaunchTemplates(r -> r.launchTemplateNames(name))
                .launchTemplates()
                .stream()
                .findFirst();
          } catch (Ec2Exception unknown) {
            if (Errors.code(unknown).equals(NAME_UNKNOWN)) {
              return Optional.empty();
            }
            throw unknown;
          }
        });
  }

  /** Deletes the template; one that is gone already is fine. */
  void delete(String name) throws ProviderException {
    Errors.act(
        "delete launch template " + name,
        () -> {
          try {
            clients.ec2().deleteLaunchTemplate(r -> r.launchTemplateName(name));
          } catch (Ec2Exception unknown) {
            if (!Errors.code(unknown).equals(NAME_UNKNOWN)) {
              throw unknown;
            }
          }
        });
  }

  /** The group tags its machines itself; their volumes get their tags from the template only. */
  private static List<LaunchTemplateTagSpecificationRequest> specifications(
      RequestLaunchTemplateData skeleton, SortedMap<String, String> tags) {
    List<LaunchTemplateTagSpecificationRequest> all = new ArrayList<>();
    List<Tag> volume = new ArrayList<>(tags(tags));
    for (LaunchTemplateTagSpecificationRequest given : skeleton.tagSpecifications()) {
      if (given.resourceType() == ResourceType.VOLUME) {
        given.tags().stream().filter(t -> !tags.containsKey(t.key())).forEach(volume::add);
      } else {
        all.add(given);
      }
    }
    all.add(
        LaunchTemplateTagSpecificationRequest.builder()
            .resourceType(ResourceType.VOLUME)
            .tags(volume)
            .build());
    return all;
  }

  private static List<Tag> tags(SortedMap<String, String> tags) {
    return tags.entrySet().stream()
        .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
        .toList();
  }
}
