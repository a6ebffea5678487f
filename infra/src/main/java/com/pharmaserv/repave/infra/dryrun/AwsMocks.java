package com.pharmaserv.repave.infra.dryrun;

import com.pulumi.test.Mocks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Answers for AWS within this process: the same ids and ARNs in every run. */
final class AwsMocks implements Mocks {
  private final String account;

  AwsMocks(String account) {
    this.account = account;
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    String type = String.valueOf(args.type);
    String name = String.valueOf(args.name);
    Map<String, Object> outputs = new HashMap<>(args.inputs);
    String id = name;
    if (type.startsWith("aws:")) {
      Physical physical =
          Physical.of(new Physical.Order(type, name, args.inputs, account, region(args)), "");
      physical.outputs().forEach(outputs::putIfAbsent);
      id = physical.id();
    }
    return CompletableFuture.completedFuture(ResourceResult.of(Optional.of(id), outputs));
  }

  /** The provider's name is its region. */
  private static String region(ResourceArgs args) {
    String provider = String.valueOf(args.provider);
    String urn = provider.contains("::") ? provider.substring(0, provider.lastIndexOf("::")) : "";
    return urn.substring(urn.lastIndexOf(':') + 1);
  }
}
