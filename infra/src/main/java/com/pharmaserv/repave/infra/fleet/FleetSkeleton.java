package com.pharmaserv.repave.infra.fleet;

import com.pharmaserv.repave.infra.access.Sessions;
import com.pharmaserv.repave.infra.core.Json;
import com.pharmaserv.repave.infra.core.Key;
import com.pharmaserv.repave.infra.core.Logs;
import com.pharmaserv.repave.infra.core.Part;
import com.pharmaserv.repave.infra.core.Policy;
import com.pharmaserv.repave.infra.core.Role;
import com.pharmaserv.repave.infra.core.Scope;
import com.pharmaserv.repave.infra.core.SecurityGroups;
import com.pharmaserv.repave.infra.core.Statement;
import com.pharmaserv.repave.infra.network.Endpoints;
import com.pharmaserv.repave.infra.network.Network;
import com.pharmaserv.repave.model.Fleet;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.ec2.LaunchTemplate;
import com.pulumi.aws.ec2.LaunchTemplateArgs;
import com.pulumi.aws.ec2.SecurityGroup;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateBlockDeviceMappingEbsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateIamInstanceProfileArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMetadataOptionsArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateMonitoringArgs;
import com.pulumi.aws.ec2.inputs.LaunchTemplateTagSpecificationArgs;
import com.pulumi.core.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What every generation of a fleet has in common: one function, with a role, a security group and a
 * log group of its own. It has no image and starts nothing; the rollout tool copies it.
 */
public final class FleetSkeleton extends Part {
  private static final int VOLUME_GIB = 20;

  private final SecurityGroup group;
  private final Role role;
  private final Output<String> profile;
  private final LaunchTemplate template;

  /**
   * @param machineKey what volumes are encrypted with
   * @param logsKey what the log group is encrypted with
   */
  public FleetSkeleton(
      Fleet fleet,
      Network network,
      Endpoints endpoints,
      Sessions sessions,
      Key machineKey,
      Key logsKey) {
    super("FleetSkeleton", fleet.id().name(), network.scope());
    group = SecurityGroups.closed(this, "group", network.vpc(), "Machines of fleet " + name());
    endpoints.admit(this, "aws", group);
    LogGroup logs = Logs.group(this, "logs", scope().path(name()), logsKey);
    role =
        new Role(
            "fleet-" + name(),
            this,
            Policy.trustUnasked("ec2.amazonaws.com"),
            rights(scope(), name(), logs, sessions));
    profile = role.profile().arn();
    template =
        new LaunchTemplate(
            named("skeleton"),
            LaunchTemplateArgs.builder()
                .name(scope().called(name()) + "-skeleton")
                .description("Copied for each generation, with an image added")
                .updateDefaultVersion(true)
                .instanceType(scope().infrastructure().machine())
                .iamInstanceProfile(
                    LaunchTemplateIamInstanceProfileArgs.builder().arn(profile).build())
                .vpcSecurityGroupIds(group.id().applyValue(List::of))
                .metadataOptions(
                    LaunchTemplateMetadataOptionsArgs.builder()
                        .httpEndpoint("enabled")
                        .httpTokens("required")
                        .httpPutResponseHopLimit(1)
                        .instanceMetadataTags("enabled")
                        .build())
                .blockDeviceMappings(
                    LaunchTemplateBlockDeviceMappingArgs.builder()
                        .deviceName("/dev/xvda")
                        .ebs(
                            LaunchTemplateBlockDeviceMappingEbsArgs.builder()
                                .encrypted("true")
                                .kmsKeyId(machineKey.arn())
                                .volumeType("gp3")
                                .volumeSize(VOLUME_GIB)
                                .deleteOnTermination("true")
                                .build())
                        .build())
                .monitoring(LaunchTemplateMonitoringArgs.builder().enabled(true).build())
                .userData(logs.name().applyValue(this::settings))
                .tagSpecifications(tags("instance"), tags("volume"))
                .tags(Map.of("fleet", name(), "function", name()))
                .build(),
            own());
    registerOutputs(Map.of("template", template.id()));
  }

  /** What a machine reads when it starts; no secrets, for everybody on the machine can read it. */
  private String settings(String logGroup) {
    String json =
        Json.text(
            Json.map(
                "environment", scope().environment().name(),
                "fleet", name(),
                "region", scope().region(),
                "logGroup", logGroup,
                "port", Network.MACHINE_PORT));
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private LaunchTemplateTagSpecificationArgs tags(String kind) {
    return LaunchTemplateTagSpecificationArgs.builder()
        .resourceType(kind)
        .tags(
            Map.of(
                "environment", scope().environment().name(),
                "fleet", name(),
                "function", name()))
        .build();
  }

  private static List<Statement> rights(
      Scope scope, String name, LogGroup logs, Sessions sessions) {
    List<Statement> rights = new ArrayList<>(sessions.machineRights());
    rights.addAll(own(scope, name, logs));
    return rights;
  }

  private static List<Statement> own(Scope scope, String name, LogGroup logs) {
    return List.of(
        managed(),
        Statement.allow("Logs", "logs:CreateLogStream", "logs:PutLogEvents")
            .on(logs.arn().applyValue(arn -> arn + ":*")),
        // Any of this account: a blue-green deployment of the database changes its id.
        Statement.allow("Database", "rds-db:connect").on(scope.arn("rds-db", "dbuser:*/" + name)));
  }

  /** What Run Command needs of a machine; these actions cannot be limited to resources. */
  public static Statement managed() {
    return Statement.allow(
            "Managed",
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:OpenControlChannel",
            "ec2messages:AcknowledgeMessage",
            "ec2messages:FailMessage",
            "ec2messages:GetEndpoint",
            "ec2messages:GetMessages",
            "ec2messages:SendReply")
        .on("*");
  }

  public SecurityGroup group() {
    return group;
  }

  /** What the fleet's machines carry their role in, by its ARN. */
  public Output<String> profile() {
    return profile;
  }

  /** The role of the fleet's machines. */
  public Output<String> role() {
    return role.arn();
  }

  /** Name of the fleet. */
  String fleet() {
    return name();
  }

  Output<String> template() {
    return template.id();
  }

  Output<String> version() {
    return template.latestVersion().applyValue(String::valueOf);
  }
}
