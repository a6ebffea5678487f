package com.pharmaserv.repave.aws.twin.quotas;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.typed.TypedService;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.Protocol;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetAwsDefaultServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaRequest;
import software.amazon.awssdk.services.servicequotas.model.GetServiceQuotaResponse;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasRequest;
import software.amazon.awssdk.services.servicequotas.model.ListServiceQuotasResponse;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** Service Quotas in the double, API version 2019-06-24. */
public final class QuotasService extends TypedService {
  private static final int PAGE_MAX = 100;

  private QuotasService() {
    super("servicequotas", Protocol.JSON, "");
    op("GetServiceQuota", GetServiceQuotaRequest::builder, this::applied);
    op("GetAWSDefaultServiceQuota", GetAwsDefaultServiceQuotaRequest::builder, this::initial);
    op("ListServiceQuotas", ListServiceQuotasRequest::builder, this::list);
  }

  /** Gives the cloud its quotas. */
  public static void register(TwinCloud cloud) {
    cloud.serve(new QuotasService());
    cloud.provide(Quotas.class, Quotas::new);
  }

  private static Quotas in(Request call) {
    return call.region().part(Quotas.class);
  }

  private static Quotas.Quota demand(Request call, String service, String code) {
    return in(call)
        .find(service, code)
        .orElseThrow(
            () ->
                new TwinException(
                    "NoSuchResourceException",
                    "The request failed because the specified service or quota does not exist: "
                        + (service + " " + code)));
  }

  /** "For some quotas, only the default values are available": then this one is refused. */
  private GetServiceQuotaResponse applied(Request call, GetServiceQuotaRequest asked) {
    Quotas.Quota quota = demand(call, asked.serviceCode(), asked.quotaCode());
    double value =
        quota
            .applied()
            .orElseThrow(
                () ->
                    new TwinException(
                        "NoSuchResourceException",
                        "No applied value for the quota " + quota.code() + "."));
    return GetServiceQuotaResponse.builder().quota(in(call).shown(quota, value)).build();
  }

  private GetAwsDefaultServiceQuotaResponse initial(
      Request call, GetAwsDefaultServiceQuotaRequest asked) {
    Quotas.Quota quota = demand(call, asked.serviceCode(), asked.quotaCode());
    return GetAwsDefaultServiceQuotaResponse.builder()
        .quota(in(call).shown(quota, quota.initial()))
        .build();
  }

  /** Only quotas with an applied value. */
  private ListServiceQuotasResponse list(Request call, ListServiceQuotasRequest asked) {
    List<ServiceQuota> all =
        in(call).of(asked.serviceCode()).stream()
            .filter(quota -> quota.applied().isPresent())
            .map(quota -> in(call).shown(quota, quota.applied().orElseThrow()))
            .toList();
    int size = Objects.requireNonNullElse(asked.maxResults(), PAGE_MAX);
    if (size < 1 || size > PAGE_MAX) {
      throw new TwinException("IllegalArgumentException", "MaxResults " + size + ", from 1 to 100");
    }
    Page<ServiceQuota> page = Page.of(all, Optional.ofNullable(asked.nextToken()), size);
    return ListServiceQuotasResponse.builder()
        .quotas(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }
}
