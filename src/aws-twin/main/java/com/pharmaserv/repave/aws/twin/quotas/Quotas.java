package com.pharmaserv.repave.aws.twin.quotas;

import com.pharmaserv.repave.aws.twin.TwinRegion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.servicequotas.model.ServiceQuota;

/** A region's quotas: AWS's defaults, and the values that were applied to the account. */
public final class Quotas {
  /** vCPUs of running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances. */
  public static final String STANDARD_VCPUS = "L-1216C47A";

  /** Auto Scaling groups per region. */
  public static final String GROUPS = "L-CDE20ADC";

  /** Targets per Application Load Balancer. */
  public static final String TARGETS = "L-7E6692B2";

  /** Target groups per region. */
  public static final String TARGET_GROUPS = "L-B22855CB";

  private final TwinRegion region;
  private final Map<String, Quota> quotas = new TreeMap<>();

  Quotas(TwinRegion region) {
    this.region = region;
    add(
        "ec2",
        STANDARD_VCPUS,
        "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
        5);
    add("autoscaling", GROUPS, "Auto Scaling groups per region", 500);
    add("elasticloadbalancing", TARGETS, "Targets per Application Load Balancer", 1000);
    add("elasticloadbalancing", TARGET_GROUPS, "Target Groups per Region", 3000);
    add("elasticloadbalancing", "L-A0D0B863", "Targets per Target Group per Region", 1000);
    add("elasticloadbalancing", "L-EEF1AD04", "Targets per Network Load Balancer", 3000);
    add("ec2", "L-FB451C26", "Launch templates per Region", 5000);
    // A new account's 5 vCPUs hold no fleet; this one has asked for more.
    set("ec2", STANDARD_VCPUS, 1920);
  }

  /**
   * A quota.
   *
   * @param applied empty if the account never got a value of its own
   */
  record Quota(
      String service, String code, String name, double initial, Optional<Double> applied) {}

  private void add(String service, String code, String name, double initial) {
    quotas.put(key(service, code), new Quota(service, code, name, initial, Optional.empty()));
  }

  private static String key(String service, String code) {
    return service + " " + code;
  }

  /** Applies a value to the account. */
  public void set(String service, String code, double value) {
    quotas.computeIfPresent(
        key(service, code),
        (key, q) -> new Quota(q.service(), q.code(), q.name(), q.initial(), Optional.of(value)));
  }

  /** What holds for the account: the applied value, else AWS's default. */
  public double value(String service, String code) {
    Quota quota = find(service, code).orElseThrow();
    return quota.applied().orElse(quota.initial());
  }

  Optional<Quota> find(String service, String code) {
    return Optional.ofNullable(quotas.get(key(service, code)));
  }

  List<Quota> of(String service) {
    return quotas.values().stream().filter(quota -> quota.service().equals(service)).toList();
  }

  ServiceQuota shown(Quota quota, double value) {
    return ServiceQuota.builder()
        .serviceCode(quota.service())
        .serviceName(quota.service())
        .quotaCode(quota.code())
        .quotaName(quota.name())
        .quotaArn(region.arn("servicequotas", quota.service() + "/" + quota.code()))
        .value(value)
        .unit("None")
        .adjustable(true)
        .globalQuota(false)
        .build();
  }
}
