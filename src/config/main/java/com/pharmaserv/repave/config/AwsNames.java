package com.pharmaserv.repave.config;

import java.util.Optional;
import java.util.regex.Pattern;

/** The shapes of names on AWS, strict enough to catch typing errors. */
final class AwsNames {
  /** Resource ids end in 17 hexadecimal digits, old ones in 8. */
  private static final String ID = "-(?:[0-9a-f]{8}|[0-9a-f]{17})";

  /** Regions of both jurisdictions, in the commercial partition. */
  private static final Pattern REGION = Pattern.compile("(?:eu|us)-[a-z]{4,12}-[0-9]{1,2}");

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  /** IAM user guide: a role's path has at most 512 characters, its name at most 64. */
  private static final String ROLE = "role/(?:[!-~]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}";

  private AwsNames() {}

  /** An account as text: as a number it would lose its leading zeros. */
  static Optional<String> account(Item item) {
    return item.matching(ACCOUNT, "an account's 12 digits");
  }

  static Optional<String> region(Item item) {
    return item.matching(REGION, "a region such as eu-west-1 or us-east-1");
  }

  /** The id of a resource, for example of a {@code subnet}. */
  static Optional<String> id(Item item, String kind) {
    return item.matching(Pattern.compile(kind + ID), kind + "- and 17 hexadecimal digits");
  }

  static Optional<String> role(Item item, String account) {
    String start = "arn:aws:iam::" + account + ":";
    return item.matching(
        Pattern.compile(start + ROLE), "the ARN of a role of this account: " + start + "role/NAME");
  }

  /** Whether the zone belongs to the region; notes a problem where it does not. */
  static boolean inRegion(Item item, String zone, String region) {
    boolean good = zone.matches(Pattern.quote(region) + "[a-z]");
    if (!good) {
      item.problem(
          Words.quote(zone) + " is no zone of region " + region,
          "write one such as " + region + "a");
    }
    return good;
  }

  /**
   * The ARN of a resource in one account and region.
   *
   * @param resource pattern of what follows the account
   * @param what the resource in words
   */
  static Optional<String> arn(
      Item item, String service, Place place, String resource, String what) {
    String start = "arn:aws:" + service + ":" + place.region() + ":" + place.account() + ":";
    return item.matching(
        Pattern.compile(start + resource), "the ARN of " + what + ", beginning with " + start);
  }

  /** The account and region that everything else in a file must belong to. */
  record Place(String account, String region) {}
}
