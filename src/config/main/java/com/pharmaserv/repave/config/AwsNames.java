package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.model.Jurisdiction;
import java.util.regex.Pattern;

/** The shapes of names on AWS, strict enough to catch typing errors. */
final class AwsNames {
  /** Resource ids end in 17 hexadecimal digits, old ones in 8. */
  private static final String ID = "-([0-9a-f]{8}|[0-9a-f]{17})";

  /** Regions of both jurisdictions, in the commercial partition. */
  private static final String IN_REGION =
      "(%s)-[a-z]{4,12}-[0-9]{1,2}".formatted(String.join("|", Jurisdiction.codes()));

  /** Any account. */
  static final String ANY_ACCOUNT = "[0-9]{12}";

  /** Stands in for an account or region that could not be read, where ARNs are compared with it. */
  static final String ANY = "[a-z0-9-]+";

  static final Text REGION = Text.of(IN_REGION, "a region such as eu-west-1 or us-east-1");

  /** A zone; whether it is one of its region is found out by {@link #inRegion}. */
  static final Text ZONE = Text.of(IN_REGION + "[a-z]", "a zone such as eu-west-1a");

  /** An account as text: as a number it would lose its leading zeros. */
  static final Text ACCOUNT = Text.of(ANY_ACCOUNT, "an account's 12 digits");

  /** IAM user guide: a role's path has at most 512 characters, its name at most 64. */
  private static final String ROLE = "role/([!-~]{1,510}/)?[A-Za-z0-9_+=,.@-]{1,64}";

  private AwsNames() {}

  /** The id of a resource, for example of a {@code subnet}. */
  static Text id(String kind) {
    return Text.of(kind + ID, kind + "- and 17 hexadecimal digits");
  }

  static Text role(String account) {
    String start = "arn:aws:iam::" + account + ":";
    return Text.of(start + ROLE, "the ARN of a role of this account: " + start + "role/NAME");
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
   * The ARN of a resource.
   *
   * @param resource pattern of what follows the account
   * @param what the resource in words
   */
  static Text arn(String service, Place place, String resource, String what) {
    String start = "arn:aws:" + service + ":" + place.region() + ":" + place.account() + ":";
    return Text.of(start + resource, "the ARN of " + what + ", beginning with " + start);
  }

  /** The account and region that everything else in a file must belong to. */
  record Place(String account, String region) {
    /** Any account and region. */
    static final Place ANYWHERE = new Place(ANY_ACCOUNT, ANY);
  }
}
