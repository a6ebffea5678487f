package com.pharmaserv.repave.permission;

import com.pharmaserv.repave.model.Environment;

/** Names of things in an environment's account, as policies write them. */
record Arns(String account, String region) {
  static Arns of(Environment.Aws place) {
    return new Arns(place.account(), place.region());
  }

  /** In the environment's region and account. */
  String here(String service, String rest) {
    return in(region, service, rest);
  }

  /** In one region of the account, or in any with {@code *}. */
  String in(String anyRegion, String service, String rest) {
    return "arn:%s:%s:%s:%s:%s".formatted(partition(), service, anyRegion, account, rest);
  }

  /** Without a region; IAM's own. */
  String global(String service, String rest) {
    return "arn:%s:%s::%s:%s".formatted(partition(), service, account, rest);
  }

  /** Without an account, such as an image's, in any region. */
  String unowned(String service, String rest) {
    return "arn:%s:%s:*::%s".formatted(partition(), service, rest);
  }

  /** Names of services in conditions end differently in China. */
  String service(String name) {
    return name + (partition().equals("aws-cn") ? ".amazonaws.com.cn" : ".amazonaws.com");
  }

  private String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
