package com.pharmaserv.repave.aws.twin.comparison;

import com.pharmaserv.repave.aws.twin.TwinClients;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Calls to EC2. */
final class ComputeScript {
  private static final Filter FOR_M5 =
      Filter.builder().name("architecture").values("x86_64").build();
  private static final Tag TAG = Tag.builder().key("repave:fleet").value("app").build();

  private final TwinClients clients;
  private final Recorder recorder;

  ComputeScript(TwinClients clients, Recorder recorder) {
    this.clients = clients;
    this.recorder = recorder;
  }

  /** Three subnets in different zones. */
  List<String> subnets() {
    return recorder
        .step("DescribeSubnets", () -> clients.compute().describeSubnets())
        .subnets()
        .stream()
        .map(subnet -> subnet.subnetId())
        .sorted()
        .limit(3)
        .toList();
  }

  String vpc() {
    return recorder
        .step("DescribeVpcs", () -> clients.compute().describeVpcs())
        .vpcs()
        .get(0)
        .vpcId();
  }

  private String image() {
    return clients
        .compute()
        .describeImages(r -> r.owners("amazon").filters(FOR_M5))
        .images()
        .get(0)
        .imageId();
  }

  private static TagSpecification tags(ResourceType type) {
    return TagSpecification.builder().resourceType(type).tags(TAG).build();
  }

  /** A template that a group can use. */
  String templates() {
    String image = image();
    String id =
        recorder
            .step(
                "CreateLaunchTemplate",
                () ->
                    clients
                        .compute()
                        .createLaunchTemplate(
                            r ->
                                r.launchTemplateName("app-g0001")
                                    .tagSpecifications(tags(ResourceType.LAUNCH_TEMPLATE))
                                    .launchTemplateData(
                                        d -> d.imageId(image).instanceType("m5.large"))))
            .launchTemplate()
            .launchTemplateId();
    recorder.step(
        "DescribeLaunchTemplates",
        () -> clients.compute().describeLaunchTemplates(r -> r.launchTemplateIds(id)));
    recorder.step(
        "DescribeLaunchTemplateVersions",
        () ->
            clients
                .compute()
                .describeLaunchTemplateVersions(r -> r.launchTemplateId(id).versions("1")));
    recorder.refused(
        "CreateLaunchTemplate with a taken name",
        () ->
            clients
                .compute()
                .createLaunchTemplate(
                    r ->
                        r.launchTemplateName("app-g0001")
                            .launchTemplateData(d -> d.imageId(image))));
    recorder.refused(
        "DescribeLaunchTemplateVersions of an unknown template",
        () ->
            clients
                .compute()
                .describeLaunchTemplateVersions(
                    r -> r.launchTemplateId("lt-00000000000000000").versions("1")));
    return id;
  }

  /** A machine, and an image of it. */
  void machines(Runnable settle) {
    String image = image();
    String machine =
        recorder
            .step(
                "RunInstances",
                () ->
                    clients
                        .compute()
                        .runInstances(
                            r ->
                                r.imageId(image)
                                    .instanceType("m5.large")
                                    .minCount(1)
                                    .maxCount(1)
                                    .tagSpecifications(tags(ResourceType.INSTANCE))))
            .instances()
            .get(0)
            .instanceId();
    settle.run();
    recorder.step(
        "DescribeInstances",
        () -> clients.compute().describeInstances(r -> r.instanceIds(machine)));
    recorder.step(
        "StopInstances", () -> clients.compute().stopInstances(r -> r.instanceIds(machine)));
    settle.run();
    String made =
        recorder
            .step(
                "CreateImage",
                () ->
                    clients
                        .compute()
                        .createImage(
                            r ->
                                r.instanceId(machine)
                                    .name("app-1")
                                    .tagSpecifications(tags(ResourceType.IMAGE))))
            .imageId();
    settle.run();
    recorder.step("DescribeImages", () -> clients.compute().describeImages(r -> r.imageIds(made)));
    recorder.step(
        "TerminateInstances",
        () -> clients.compute().terminateInstances(r -> r.instanceIds(machine)));
    recorder.refused(
        "DescribeInstances of an unknown machine",
        () -> clients.compute().describeInstances(r -> r.instanceIds("i-00000000000000000")));
    recorder.refused(
        "DescribeImages of an unknown image",
        () -> clients.compute().describeImages(r -> r.imageIds("ami-00000000000000000")));
    recorder.refused(
        "DeregisterImage of an unknown image",
        () -> clients.compute().deregisterImage(r -> r.imageId("ami-00000000000000000")));
  }
}
