package com.pharmaserv.repave.aws.twin.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.aws.twin.TwinClients;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;

class QuotasTest {
  private final TwinCloud cloud = new TwinCloud(6);
  private final ServiceQuotasClient quotas = new TwinClients(cloud, "eu-central-1").quotas();

  @Test
  void answersAppliedValuesOnlyWhereThereAreSome() {
    Quotas account = cloud.region("eu-central-1").part(Quotas.class);
    account.set("ec2", Quotas.STANDARD_VCPUS, 64.5);
    var vcpus =
        quotas.getServiceQuota(r -> r.serviceCode("ec2").quotaCode(Quotas.STANDARD_VCPUS)).quota();
    assertThat(vcpus.value()).isEqualTo(64.5);
    assertThat(vcpus.adjustable()).isTrue();
    assertThatThrownBy(
            () ->
                quotas.getServiceQuota(r -> r.serviceCode("autoscaling").quotaCode(Quotas.GROUPS)))
        .isInstanceOf(NoSuchResourceException.class);
    assertThat(
            quotas
                .getAWSDefaultServiceQuota(
                    r -> r.serviceCode("autoscaling").quotaCode(Quotas.GROUPS))
                .quota()
                .value())
        .isEqualTo(500);
    assertThatThrownBy(
            () -> quotas.getServiceQuota(r -> r.serviceCode("ec2").quotaCode("L-00000000")))
        .isInstanceOf(NoSuchResourceException.class);
    assertThat(cloud.region("us-east-1").part(Quotas.class).value("ec2", Quotas.STANDARD_VCPUS))
        .isEqualTo(1920);
  }

  @Test
  void listsPages() {
    Quotas account = cloud.region("eu-central-1").part(Quotas.class);
    account.set("elasticloadbalancing", Quotas.TARGETS, 2000);
    account.set("elasticloadbalancing", Quotas.TARGET_GROUPS, 4000);
    assertThat(
            quotas
                .listServiceQuotasPaginator(
                    r -> r.serviceCode("elasticloadbalancing").maxResults(1))
                .quotas()
                .stream()
                .map(quota -> quota.value()))
        .containsExactlyInAnyOrder(2000.0, 4000.0);
    assertThat(cloud.unsupported()).isEmpty();
  }
}
