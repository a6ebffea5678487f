package com.pharmaserv.repave.config;

import com.pharmaserv.repave.config.Kind.Choice;
import com.pharmaserv.repave.config.Kind.Items;
import com.pharmaserv.repave.config.Kind.Text;
import com.pharmaserv.repave.config.Kind.Whole;

/** What the section about the infrastructure is made of. */
final class InfrastructureShapes {
  /** Every tier stands in three zones: two of them carry the load while one is lost. */
  static final int ZONES = 3;

  /** A network is cut into sixteen parts, and a load balancer's subnet needs a /27 at least. */
  static final int PREFIX_MAX = 20;

  /** The largest network that AWS makes (VPC user guide, "VPC CIDR blocks"). */
  static final int PREFIX_MIN = 16;

  /** Not PostgreSQL's own, which every scanner tries (Security Hub control RDS.23). */
  static final int DATABASE_PORT = 6432;

  static final Choice DATA = Choice.of("production", "synthetic");
  static final Whole PORT = new Whole(1150, 65_535);

  /** What the schema says of networks; the model says what is wrong with one. */
  private static final Kind NETWORK =
      Text.of("[0-9]{1,3}(\\.[0-9]{1,3}){3}/(1[6-9]|20)", "a block such as 10.16.0.0/16")
          .as("network");

  private static final Text MACHINE = Text.of("[a-z][a-z0-9-]*\\.[a-z0-9-]+", "an instance type");
  private static final Text DATABASE_MACHINE =
      Text.of("db\\.[a-z0-9]+\\.[a-z0-9]+", "an instance class");
  private static final Text VERSION = Text.of("[0-9]{2}\\.[0-9]{1,2}", "a version such as 17.5");
  private static final Text ADDRESS = Text.of("[^@\\s]+@[^@\\s]+\\.[a-z]+", "an e-mail address");

  /** AWS takes 25 characters (Account Management API reference, "PutAlternateContact"). */
  private static final Text PHONE =
      Text.of("\\+[0-9][0-9 ()-]{4,23}", "a telephone number such as +353 1 555 0100");

  private static final String DNS_NAME = "[a-z0-9-]+(\\.[a-z0-9-]+)+";
  private static final Text HOSTED_ZONE = Text.of("Z[A-Z0-9]{5,31}", "the id of a hosted zone");
  private static final Text SSO =
      Text.of("arn:aws:sso:::instance/ssoins-[0-9a-f]{16}", "the ARN of Identity Center");
  private static final Text ROLE =
      Text.of("arn:aws:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,64}", "the ARN of a role");
  private static final Text GROUP =
      Text.of("([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]+){4}", "a group's id");
  private static final Text SUBJECT = Text.of("[^*?\\s]{8,255}", "one subject, without wildcards");
  private static final Text SCHEDULE =
      Text.of("(cron|rate)\\([^()]+\\)", "cron(...) or rate(...)").upTo(256);
  private static final Text TIME_ZONE =
      Text.of("[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*", "a time zone such as Europe/Dublin").upTo(64);
  private static final Text IMAGE =
      Text.of("[^\\s@]+@sha256:[0-9a-f]{64}", "pinned by its sha256 digest");

  static final Shape PAIRED =
      Shape.of("a paired region")
          .about("Another region of the jurisdiction.")
          .required("region", "eu-central-1", AwsNames.REGION.as("region"), "Its name.")
          .required(
              "zones",
              "[eu-central-1a, eu-central-1b, eu-central-1c]",
              Items.of(Kinds.NAME).from(ZONES).upTo(ZONES).unique(),
              "Three of its zones.")
          .required("network", "10.17.0.0/16", NETWORK, "Its private addresses.");

  static final Shape DOMAIN =
      Shape.of("a domain")
          .about("A name, and the hosted zone of Route 53 that holds it.")
          .required(
              "name",
              "eu.pharmaserv.example",
              Text.of(DNS_NAME, "a DNS name in lower case"),
              "Each fleet's host is one label below it.")
          .required("zone", "Z0123456789ABC", HOSTED_ZONE, "Id of the public hosted zone.");

  static final Shape DATABASE =
      Shape.of("a database")
          .about("Aurora PostgreSQL: a writer and a reader here, a mirror in the paired region.")
          .required(
              "version",
              "\"17.5\"",
              VERSION,
              "Engine version to begin with, in quotes; later ones come by blue-green"
                  + " deployments.")
          .required("machine", "db.r7g.large", DATABASE_MACHINE, "Instance class.")
          .optional("port", PORT, "Where it listens.", DATABASE_PORT);

  static final Shape PEOPLE =
      Shape.of("people")
          .about("Groups of people. Nobody signs in with a password of ours.")
          .required(
              "instance",
              "arn:aws:sso:::instance/ssoins-0123456789abcdef",
              SSO,
              "ARN of Identity Center's instance.")
          .required(
              "role",
              "arn:aws:iam::123456789012:role/repave-people",
              ROLE,
              "ARN of the role, in the account that administers Identity Center, that the"
                  + " infrastructure program takes.")
          .required(
              "operators",
              "a group's id",
              GROUP,
              "Id of the group that may open recorded sessions on machines and drive rollouts.")
          .required("readers", "a group's id", GROUP, "Id of the group that may look.")
          .required(
              "emergency",
              "a group's id",
              GROUP,
              "Id of the group that may repair anything, while everybody is told.");

  static final Shape DELIVERY =
      Shape.of("a delivery")
          .about("Signs in by OpenID Connect, without a stored key.")
          .required(
              "issuer",
              "token.actions.githubusercontent.com",
              Text.of(DNS_NAME, "a host name"),
              "Host of the identity provider.")
          .required(
              "subject",
              "repo:pharmaserv/app:environment:eu-prod",
              SUBJECT,
              "The one subject that may take the role, without wildcards.");

  static final Shape ROTATION =
      Shape.of("a rotation")
          .about("When, and what runs the tool.")
          .required(
              "schedule",
              "cron(0 3 * * ? *)",
              SCHEDULE,
              "As EventBridge Scheduler reads it: cron(...) or rate(...).")
          .required(
              "zone", "Europe/Dublin", TIME_ZONE, "Time zone of the schedule and of the backups.")
          .required(
              "image",
              "123456789012.dkr.ecr.eu-west-1.amazonaws.com/repave@sha256:...",
              IMAGE,
              "Image of the container that runs the tool, in the region's own registry, pinned by"
                  + " digest.")
          .optional(
              "fan-out",
              Kinds.FLAG,
              "Whether the schedule starts the state machine, in which each fleet is a task of its"
                  + " own, instead of one task that rotates all.",
              false);

  static final Shape INFRASTRUCTURE =
      Shape.of("an infrastructure")
          .about("What the environment's two regions hold, besides machines and images.")
          .required("data", "production", DATA, "Whether the environment holds data of customers.")
          .required(
              "network",
              "10.16.0.0/16",
              NETWORK,
              "Private addresses of the fleets' region, from /16 to /20; no two networks overlap.")
          .required(
              "paired",
              "{region: eu-central-1, zones: [...], network: 10.17.0.0/16}",
              PAIRED.as("paired"),
              "The region that everything is mirrored to.")
          .required(
              "domain",
              "{name: eu.pharmaserv.example, zone: Z0123456789ABC}",
              DOMAIN.as("domain"),
              "Where the names of the fleets are published.")
          .required(
              "contact",
              "security@pharmaserv.example",
              ADDRESS,
              "Mail address of those who answer for security: alerts, and security.txt.")
          .required(
              "phone", "+353 1 555 0100", PHONE, "Telephone number of the same people, for AWS.")
          .required(
              "machine",
              "m7g.large",
              MACHINE,
              "Instance type of the fleets' machines, from the Nitro system.")
          .required(
              "database",
              "{version: \"17.5\", machine: db.r7g.large}",
              DATABASE.as("database"),
              "The database.")
          .required(
              "people",
              "{instance: ..., operators: ..., readers: ..., emergency: ...}",
              PEOPLE.as("people"),
              "Who may do what, by groups of IAM Identity Center.")
          .required(
              "delivery",
              "{issuer: ..., subject: ...}",
              DELIVERY.as("delivery"),
              "The CI stage that deploys new application versions.")
          .required(
              "rotation",
              "{schedule: cron(0 3 * * ? *), zone: Europe/Dublin, image: ...}",
              ROTATION.as("rotation"),
              "The scheduled rotation of patched images.");

  private InfrastructureShapes() {}
}
