package com.pharmaserv.repave.aws.headroom;

import com.pharmaserv.repave.aws.client.Clients;
import com.pharmaserv.repave.aws.client.Errors;
import com.pharmaserv.repave.port.ProviderException;
import software.amazon.awssdk.services.servicequotas.model.NoSuchResourceException;

/** Reads limits from Service Quotas. */
final class Quotas {
  private final Clients clients;

  Quotas(Clients clients) {
    this.clients = clients;
  }

  /** The account's limit, or AWS's default where the account has none of its own. */
  long limit(String service, String code) throws ProviderException {
    return Errors.read("read quota " + service + "/" + code, () -> read(service, code));
  }

  private long read(String service, String code) {
    try {
      return clients
          .serviceQuotas()
          .getServiceQuota(r -> r.serviceCode(service).quotaCode(code))
          .quota()
          .value()
          .longValue();
    } catch (NoSuchResourceException standard) {
      return clients
          .serviceQuotas()
          .getAWSDefaultServiceQuota(r -> r.serviceCode(service).quotaCode(code))
          .quota()
          .value()
          .longValue();
    }
  }
}
