package com.pharmaserv.repave.aws.twin.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

// The SDK's builders take arrays of consumers.
@SuppressWarnings("unchecked")
class TemplatesTest {
  private final TwinCloud cloud = new TwinCloud(1);
  private final Ec2Client ec2 = TwinClients.retrying(cloud, "eu-central-1").compute();

  static void refuses(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Ec2Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static TagSpecification tags(String type, String key, String value) {
    return TagSpecification.builder().resourceType(type).tags(t -> t.key(key).value(value)).build();
  }

  private static RequestLaunchTemplateData whole() {
    return RequestLaunchTemplateData.builder()
        .imageId("ami-0123456789abcdef0")
        .instanceType("m7i.large")
        .iamInstanceProfile(p -> p.name("app"))
        .monitoring(m -> m.enabled(true))
        .userData(Base64.getEncoder().encodeToString("#!/bin/sh".getBytes(StandardCharsets.UTF_8)))
        .metadataOptions(m -> m.httpTokens("required").httpPutResponseHopLimit(1))
        .blockDeviceMappings(
            b ->
                b.deviceName("/dev/xvda")
                    .ebs(e -> e.encrypted(true).kmsKeyId("k").volumeSize(20).volumeType("gp3")))
        .networkInterfaces(
            n -> n.deviceIndex(0).associatePublicIpAddress(false).groups("sg-1", "sg-2"))
        .tagSpecifications(
            t -> t.resourceType("instance").tags(tag -> tag.key("fleet").value("app & web")),
            t -> t.resourceType("volume").tags(tag -> tag.key("fleet").value("app")))
        .build();
  }

  @Test
  void answersEveryFieldThatWasStored() {
    ec2.createLaunchTemplate(r -> r.launchTemplateName("app-g0001").launchTemplateData(whole()));
    ResponseLaunchTemplateData data =
        ec2.describeLaunchTemplateVersions(
                r -> r.launchTemplateName("app-g0001").versions("$Latest"))
            .launchTemplateVersions()
            .get(0)
            .launchTemplateData();
    assertThat(data.imageId()).isEqualTo("ami-0123456789abcdef0");
    assertThat(data.instanceTypeAsString()).isEqualTo("m7i.large");
    assertThat(data.iamInstanceProfile().name()).isEqualTo("app");
    assertThat(data.monitoring().enabled()).isTrue();
    assertThat(data.userData()).isEqualTo(whole().userData());
    assertThat(data.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(data.blockDeviceMappings().get(0).ebs().encrypted()).isTrue();
    assertThat(data.blockDeviceMappings().get(0).ebs().volumeSize()).isEqualTo(20);
    assertThat(data.networkInterfaces().get(0).groups()).containsExactly("sg-1", "sg-2");
    assertThat(data.networkInterfaces().get(0).associatePublicIpAddress()).isFalse();
    assertThat(data.tagSpecifications()).hasSize(2);
    assertThat(data.tagSpecifications().get(0).tags().get(0).value()).isEqualTo("app & web");
  }

  @Test
  void sameTokenAnswersTheSameTemplateAndOtherParametersAreRefused() {
    CreateLaunchTemplateRequest first =
        CreateLaunchTemplateRequest.builder()
            .launchTemplateName("app-g0001")
            .clientToken("one")
            .launchTemplateData(whole())
            .tagSpecifications(tags("launch-template", "fleet", "app"))
            .build();
    LaunchTemplate made = ec2.createLaunchTemplate(first).launchTemplate();
    assertThat(ec2.createLaunchTemplate(first).launchTemplate()).isEqualTo(made);
    assertThat(made.tags().get(0).value()).isEqualTo("app");
    refuses(
        "IdempotentParameterMismatch",
        () -> ec2.createLaunchTemplate(first.toBuilder().launchTemplateName("other").build()));
    refuses(
        "InvalidLaunchTemplateName.AlreadyExistsException",
        () -> ec2.createLaunchTemplate(first.toBuilder().clientToken("two").build()));
  }

  @Test
  void aLostAnswerIsRepeatedWithoutASecondTemplate() {
    cloud.faults().next("CreateLaunchTemplate", Fault.LOST_RESPONSE);
    // The SDK repeats the call by itself, with the token it drew.
    ec2.createLaunchTemplate(r -> r.launchTemplateName("app-g0001").launchTemplateData(whole()));
    assertThat(ec2.describeLaunchTemplates().launchTemplates()).hasSize(1);
    assertThat(cloud.calls().get(0).outcome()).isEqualTo("lost");
  }

  @Test
  void newVersionInheritsFromItsSource() {
    ec2.createLaunchTemplate(r -> r.launchTemplateName("app").launchTemplateData(whole()));
    ec2.createLaunchTemplateVersion(
        r ->
            r.launchTemplateName("app")
                .sourceVersion("1")
                .launchTemplateData(d -> d.imageId("ami-00000000000000002")));
    ec2.createLaunchTemplateVersion(
        r ->
            r.launchTemplateName("app")
                .launchTemplateData(d -> d.imageId("ami-00000000000000003")));
    var versions =
        ec2.describeLaunchTemplateVersions(r -> r.launchTemplateName("app").versions("2", "3"))
            .launchTemplateVersions();
    assertThat(versions).extracting(v -> v.versionNumber()).containsExactly(3L, 2L);
    assertThat(versions.get(1).launchTemplateData().instanceTypeAsString()).isEqualTo("m7i.large");
    assertThat(versions.get(1).launchTemplateData().imageId()).isEqualTo("ami-00000000000000002");
    assertThat(versions.get(0).launchTemplateData().instanceTypeAsString()).isNull();
    ec2.modifyLaunchTemplate(r -> r.launchTemplateName("app").defaultVersion("2"));
    assertThat(
            ec2.describeLaunchTemplateVersions(
                    r -> r.launchTemplateName("app").versions("$Default"))
                .launchTemplateVersions()
                .get(0)
                .versionNumber())
        .isEqualTo(2);
  }

  @Test
  void refusesWhatIsNotThere() {
    refuses(
        "InvalidLaunchTemplateName.NotFoundException",
        () -> ec2.describeLaunchTemplates(r -> r.launchTemplateNames("none")));
    refuses(
        "InvalidLaunchTemplateId.NotFound",
        () -> ec2.deleteLaunchTemplate(r -> r.launchTemplateId("lt-00000000000000000")));
    ec2.createLaunchTemplate(r -> r.launchTemplateName("app").launchTemplateData(whole()));
    refuses(
        "InvalidLaunchTemplateId.VersionNotFound",
        () -> ec2.describeLaunchTemplateVersions(r -> r.launchTemplateName("app").versions("7")));
    refuses(
        "InvalidLaunchTemplateName.MalformedException",
        () ->
            ec2.createLaunchTemplate(r -> r.launchTemplateName("a:b").launchTemplateData(whole())));
    refuses(
        "InvalidParameterValue",
        () ->
            ec2.createLaunchTemplate(
                r ->
                    r.launchTemplateName("large")
                        .launchTemplateData(
                            d ->
                                d.userData(Base64.getEncoder().encodeToString(new byte[16_385])))));
  }

  @Test
  void findsByTagAndPages() {
    for (int i = 0; i < 7; i++) {
      String name = "app-g000" + i;
      String fleet = i % 2 == 0 ? "even" : "odd";
      ec2.createLaunchTemplate(
          r ->
              r.launchTemplateName(name)
                  .launchTemplateData(whole())
                  .tagSpecifications(tags("launch-template", "fleet", fleet)));
    }
    List<String> names = new ArrayList<>();
    var pages =
        ec2.describeLaunchTemplatesPaginator(
            r -> r.maxResults(2).filters(f -> f.name("tag:fleet").values("ev*", "none")));
    pages.launchTemplates().forEach(t -> names.add(t.launchTemplateName()));
    assertThat(names).containsExactlyInAnyOrder("app-g0000", "app-g0002", "app-g0004", "app-g0006");
    assertThat(pages.stream()).hasSize(2);
    refuses(
        "InvalidParameterValue",
        () -> ec2.describeLaunchTemplates(r -> r.filters(f -> f.name("colour").values("x"))));
    ec2.deleteLaunchTemplate(r -> r.launchTemplateName("app-g0000"));
    assertThat(ec2.describeLaunchTemplates().launchTemplates()).hasSize(6);
    assertThat(cloud.unsupported()).isEmpty();
  }

  @Test
  void aStaleReadDoesNotSeeTheNewTemplate() {
    // A stale read looks back by up to three seconds, so a single one may see it all the same.
    boolean missed = false;
    for (int i = 0; i < 20 && !missed; i++) {
      String name = "more-" + i;
      ec2.createLaunchTemplate(r -> r.launchTemplateName(name).launchTemplateData(whole()));
      cloud.faults().next("DescribeLaunchTemplates", Fault.STALE_READ);
      missed =
          ec2.describeLaunchTemplates().launchTemplates().stream()
              .noneMatch(t -> t.launchTemplateName().equals(name));
    }
    assertThat(missed).isTrue();
  }
}
