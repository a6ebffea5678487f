package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.AwsNames.Place;
import com.pharmaserv.repave.config.Kind.Choice;
import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Keyed;
import com.pharmaserv.repave.config.Kind.Text;

/**
 * What a hand-over is made of. A newer infrastructure may add fields; it raises the major version
 * when it changes the meaning of one.
 */
final class HandOverShapes {
  /** The major version of the document. */
  static final String MAJOR = "1";

  /** What an entry may be, as the document calls it. */
  static final Choice KIND = Choice.of("rule", "listener");

  private static final String LOAD_BALANCER = "elasticloadbalancing";

  /** Names of load balancers and target groups, and the ids in their ARNs. */
  private static final String NAME = "[A-Za-z0-9-]{1,32}";

  private static final String HEX = "[0-9a-f]{16}";

  private static final String LISTENER = "/(app|net)/" + NAME + "/" + HEX + "/" + HEX;

  private static final Text VERSION = Text.of(MAJOR + "\\.[0-9]{1,3}", "a version such as 1.0");

  /** DynamoDB developer guide, naming rules. */
  private static final Text TABLE =
      Text.of("[A-Za-z0-9_.-]{3,255}", "the name of a DynamoDB table");

  /** IAM user guide: names of instance profiles. */
  private static final Text PROFILE =
      Text.of("[A-Za-z0-9_+=,.@-]{1,128}", "the name of an instance profile");

  private static final Text TYPE =
      Text.of("[a-z0-9-]{2,20}\\.[a-z0-9-]{2,20}", "an instance type such as t3.small");

  /** Launch template versions are counted; {@code $Latest} would not be what was handed over. */
  private static final Text COUNT =
      Text.of("[1-9][0-9]{0,8}", "the number of a version, in quotes");

  private static final Text PROBE =
      Text.of(
          "https://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?",
          "a URL with https, without a path or a last slash");

  private static final Kind SUBNET_ID = AwsNames.id("subnet").as("subnet-id");

  static final Shape SUBNET =
      Shape.extensible("a subnet")
          .about("A subnet.")
          .required("id", "\"subnet-…\"", SUBNET_ID, "Its id.")
          .required(
              "zone",
              "\"eu-west-1a\"",
              AwsNames.ZONE,
              "The zone that it is in, by its name in this account.");

  static final Shape ENTRY =
      Shape.extensible("an entry")
          .about("A place with a forward action.")
          .required(
              "kind",
              "\"rule\"",
              KIND,
              "A rule of a listener, or a listener with its default action, as Network Load"
                  + " Balancers have it.")
          .required("arn", "\"arn:…\"", entry(Place.ANYWHERE), "Its ARN.");

  static final Shape ROUTE =
      Shape.extensible("a route")
          .about(
              "Two entries and two target groups. Both entries forward to both target groups and"
                  + " nothing else.")
          .required(
              "production",
              "{}",
              ENTRY.as("entry"),
              "Where the weights are; created with blue 100 and green 0, and never touched by the"
                  + " infrastructure again.")
          .required(
              "test",
              "{}",
              ENTRY.as("entry"),
              "What leads to the slot that is to be verified; no customer's request reaches it.")
          .required(
              "blue",
              "\"arn:…\"",
              targetGroup(Place.ANYWHERE).as("target-group"),
              "Target group of the blue slot, by its ARN.")
          .required(
              "green",
              "\"arn:…\"",
              targetGroup(Place.ANYWHERE).as("target-group"),
              "Target group of the green slot, by its ARN.")
          .required(
              "probe",
              "\"https://test.app.eu.example\"",
              PROBE,
              "URL that reaches the test entry from where the tool runs, without a path.");

  static final Shape SKELETON =
      Shape.extensible("a skeleton")
          .about("A launch template.")
          .required("template", "\"lt-…\"", AwsNames.id("lt"), "Its id.")
          .required(
              "version",
              "\"1\"",
              COUNT,
              "The number of the version that is handed over, as text; never $Latest.");

  static final Shape BAKE =
      Shape.extensible("bake")
          .about("What a builder machine runs in and as.")
          .required("subnet", "\"subnet-…\"", SUBNET_ID, "A private subnet, without a way in.")
          .required(
              "securityGroup",
              "\"sg-…\"",
              AwsNames.id("sg"),
              "A security group without any ingress.")
          .required("instanceProfile", "\"repave-bake\"", PROFILE, "Name of the instance profile.")
          .required("instanceType", "\"t3.small\"", TYPE, "Type of the machine that bakes.")
          .required(
              "keys",
              "{}",
              new Keyed(AwsNames.REGION.as("region"), key(Place.ANYWHERE)),
              "The key that images are encrypted with, for each region: the fleet's own, and every"
                  + " one that images are copied to.")
          .optional(
              "signer",
              key(Place.ANYWHERE),
              "The key that signs what images are made of: asymmetric, ECC_NIST_P256, in the"
                  + " fleet's region. Without it the machine that bakes signs with a key of its"
                  + " own.");

  static final Shape HAND_OVER =
      Shape.extensible("a hand-over")
          .about(
              "What the infrastructure hands over for one fleet on Amazon Web Services, as the"
                  + " parameter /repave/v1/ENVIRONMENT/FLEET/infra. Written last, after everything"
                  + " that it names is there. Fields may be added in a minor version; what a field"
                  + " means changes in a major one only.")
          .required("schema", "\"1.0\"", VERSION, "Version of this shape.")
          .required("environment", "\"eu-prod\"", Kinds.NAME, "Name of the environment.")
          .required("fleet", "\"app\"", Kinds.NAME, "Name of the fleet.")
          .required(
              "account",
              "\"111122223333\"",
              AwsNames.ACCOUNT,
              "The account that everything below is in.")
          .required(
              "region",
              "\"eu-west-1\"",
              AwsNames.REGION.as("region"),
              "The region that everything below is in, except the keys of other regions.")
          .required(
              "subnets",
              "[]",
              Items.of(SUBNET.as("subnet")).from(EnvironmentReader.ZONES_MIN).unique(),
              "Where machines go: one subnet for each zone, of the application tier.")
          .optional(
              "route",
              ROUTE.as("route"),
              "The load balancer's part; left out for a fleet without a route.")
          .required(
              "skeleton",
              "{}",
              SKELETON.as("skeleton"),
              "The launch template without an image that every generation's is made from.")
          .required(
              "table",
              "\"repave\"",
              TABLE,
              "The DynamoDB table of journals, leases and signals: partition key pk, sort key sk,"
                  + " both text.")
          .required("bake", "{}", BAKE.as("bake"), "Where and as what images are baked.")
          .optional(
              "quarantine",
              AwsNames.id("sg"),
              "A security group without any rule: the one that a machine in quarantine is in. Since"
                  + " version 1.1.");

  private HandOverShapes() {}

  static Text rule(Place place) {
    return AwsNames.arn(LOAD_BALANCER, place, "listener-rule" + LISTENER + "/" + HEX, "a rule");
  }

  static Text listener(Place place) {
    return AwsNames.arn(LOAD_BALANCER, place, "listener" + LISTENER, "a listener");
  }

  /** Either of the two. */
  private static Text entry(Place place) {
    return AwsNames.arn(
        LOAD_BALANCER,
        place,
        "(listener-rule%1$s/%2$s|listener%1$s)".formatted(LISTENER, HEX),
        "a rule or a listener");
  }

  static Text targetGroup(Place place) {
    return AwsNames.arn(LOAD_BALANCER, place, "targetgroup/" + NAME + "/" + HEX, "a target group");
  }

  static Text key(Place place) {
    return AwsNames.arn("kms", place, "key/[0-9A-Za-z-]{1,64}", "a key");
  }
}
