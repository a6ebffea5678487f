package com.pharmaserv.repave.aws.twin.systems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.Fault;
import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Images;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;
import software.amazon.awssdk.services.ssm.model.SsmException;

class ParametersTest {
  private static final String BASE =
      "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  private final TwinCloud cloud = new TwinCloud(4);
  private final SsmClient ssm = new TwinClients(cloud, "eu-central-1").systems();

  private Parameter get(String name) {
    return ssm.getParameter(r -> r.name(name)).parameter();
  }

  @Test
  void keepsEveryVersion() {
    ssm.putParameter(r -> r.name("/repave/v1/eu/app").value("{\"a\":1}").type("String"));
    assertThatThrownBy(() -> ssm.putParameter(r -> r.name("/repave/v1/eu/app").value("x")))
        .isInstanceOf(ParameterAlreadyExistsException.class);
    var second =
        ssm.putParameter(r -> r.name("/repave/v1/eu/app").value("{\"a\":2}").overwrite(true));
    assertThat(second.version()).isEqualTo(2);
    assertThat(get("/repave/v1/eu/app").value()).isEqualTo("{\"a\":2}");
    assertThat(get("/repave/v1/eu/app").lastModifiedDate()).isBefore(cloud.clock().now());
    assertThat(get("/repave/v1/eu/app:1").value()).isEqualTo("{\"a\":1}");
    assertThat(get("/repave/v1/eu/app").arn())
        .isEqualTo("arn:aws:ssm:eu-central-1:111122223333:parameter/repave/v1/eu/app");
    assertThatThrownBy(() -> get("/repave/v1/eu/app:3"))
        .isInstanceOf(ParameterVersionNotFoundException.class);
    assertThatThrownBy(() -> get("/repave/v1/eu/web"))
        .isInstanceOf(ParameterNotFoundException.class);
  }

  @Test
  void pagesByPathOfAtMostTen() {
    Parameters parameters = cloud.region("eu-central-1").part(Parameters.class);
    for (int i = 0; i < 23; i++) {
      parameters.set("/repave/v1/eu/fleet-" + i + "/infra", "x");
    }
    parameters.set("/repave/v1/us/fleet/infra", "x");
    assertThat(
            ssm.getParametersByPathPaginator(r -> r.path("/repave/v1/eu").recursive(true)).stream()
                .flatMap(page -> page.parameters().stream())
                .map(Parameter::name)
                .distinct()
                .count())
        .isEqualTo(23);
    assertThat(ssm.getParametersByPath(r -> r.path("/repave/v1/eu")).parameters()).isEmpty();
    assertThatThrownBy(() -> ssm.getParametersByPath(r -> r.path("/repave").maxResults(11)))
        .isInstanceOf(SsmException.class)
        .hasMessageContaining("from 1 to 10");
  }

  @Test
  void publicParametersNameTheNewestImage() {
    String before = get(BASE).value();
    Images images = cloud.region("eu-central-1").part(Compute.class).images();
    String newer =
        images.publish(
            Images.AMAZON,
            "al2023-ami-2023.10.20260105.0-kernel-6.1-x86_64",
            "x86_64",
            cloud.clock().now());
    assertThat(get(BASE).value()).isEqualTo(newer).isNotEqualTo(before);
    assertThat(get("/aws/service/debian/release/12/latest/amd64").value()).startsWith("ami-");
    assertThat(get("/aws/service/debian/release/13/latest/arm64").value()).startsWith("ami-");
    Ec2Client ec2 = new TwinClients(cloud, "eu-central-1").compute();
    var made =
        ec2.runInstances(
            r ->
                r.imageId("resolve:ssm:" + BASE).instanceType("m7i.large").minCount(1).maxCount(1));
    assertThat(made.instances().get(0).imageId()).isEqualTo(newer);
  }

  @Test
  void throttlesAsTheServiceDoes() {
    cloud.region("eu-central-1").part(Parameters.class).set("/a", "b");
    cloud.faults().next("GetParameter", Fault.THROTTLED);
    assertThatThrownBy(() -> get("/a")).isInstanceOf(SsmException.class);
    assertThat(get("/a").value()).isEqualTo("b");
    assertThat(cloud.calls())
        .extracting(call -> call.outcome())
        .containsExactly("ThrottlingException", "ok");
    assertThat(cloud.calls().get(0).parameters()).isEqualTo(Map.of("Name", "/a"));
  }

  @Test
  void secureStringsStayEncryptedUnlessAskedFor() {
    ssm.putParameter(r -> r.name("/s").value("secret").type("SecureString"));
    assertThat(get("/s").value()).isNotEqualTo("secret");
    assertThat(ssm.getParameter(r -> r.name("/s").withDecryption(true)).parameter().value())
        .isEqualTo("secret");
    assertThat(ssm.getParameters(r -> r.names("/s", "/t")).invalidParameters())
        .containsExactly("/t");
    ssm.deleteParameter(r -> r.name("/s"));
    assertThatThrownBy(() -> get("/s")).isInstanceOf(ParameterNotFoundException.class);
    assertThatThrownBy(() -> ssm.putParameter(r -> r.name("/aws/x").value("y").type("String")))
        .isInstanceOf(SsmException.class);
  }
}
