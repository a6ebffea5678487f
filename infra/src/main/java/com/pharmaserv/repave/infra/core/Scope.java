package com.pharmaserv.repave.infra.core;

import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Infrastructure;
import com.pharmaserv.repave.model.Infrastructure.Place;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One region of an environment: what every component that stands in it needs to know. */
public final class Scope {
  private final Environment environment;
  private final Environment.Aws aws;
  private final Infrastructure infrastructure;
  private final Place place;
  private final Provider provider;
  private final Output<String> boundary;

  /** Shared by both regions: what one makes last also waits for everything in the other. */
  private final List<Part> parts;

  private Scope(
      Environment environment,
      Environment.Aws aws,
      Infrastructure infrastructure,
      Place place,
      Provider provider,
      Output<String> boundary,
      List<Part> parts) {
    this.environment = environment;
    this.aws = aws;
    this.infrastructure = infrastructure;
    this.place = place;
    this.provider = provider;
    this.boundary = boundary;
    this.parts = parts;
  }

  /** The region of the fleets; makes the provider of its resources and the roles' boundary. */
  public static Scope primary(
      Environment environment, Environment.Aws aws, Infrastructure infrastructure) {
    Place place = infrastructure.primary();
    Provider provider = provider(environment, aws, infrastructure, place);
    Output<String> boundary =
        Boundary.create(
            "repave-" + environment.name() + "-boundary",
            aws.account(),
            provider,
            place.region(),
            infrastructure.paired().region());
    return new Scope(
        environment, aws, infrastructure, place, provider, boundary, new ArrayList<>());
  }

  /** The region that everything of the primary one is mirrored to; makes its provider. */
  public static Scope paired(Scope primary) {
    Place place = primary.infrastructure.paired();
    return new Scope(
        primary.environment,
        primary.aws,
        primary.infrastructure,
        place,
        provider(primary.environment, primary.aws, primary.infrastructure, place),
        primary.boundary,
        primary.parts);
  }

  private static Provider provider(
      Environment environment, Environment.Aws aws, Infrastructure infrastructure, Place place) {
    return new Provider(
        place.region(),
        ProviderArgs.builder()
            .region(place.region())
            .allowedAccountIds(aws.account())
            .defaultTags(
                ProviderDefaultTagsArgs.builder()
                    .tags(
                        Map.of(
                            "project", "repave",
                            "environment", environment.name(),
                            "jurisdiction", environment.jurisdiction().code(),
                            "data", infrastructure.data(),
                            "managed-by", "pulumi"))
                    .build())
            .build());
  }

  void made(Part part) {
    parts.add(part);
  }

  /** Every component that has been made so far, in either region. */
  public List<Part> parts() {
    return List.copyOf(parts);
  }

  public Environment environment() {
    return environment;
  }

  public Infrastructure infrastructure() {
    return infrastructure;
  }

  public Place place() {
    return place;
  }

  public String region() {
    return place.region();
  }

  public String account() {
    return aws.account();
  }

  /** ARN of the role that the rollout tool takes, where the environment's file names one. */
  public Optional<String> role() {
    return aws.role();
  }

  public Provider provider() {
    return provider;
  }

  /** ARN of the policy that bounds every role of the environment. */
  public Output<String> boundary() {
    return boundary;
  }

  /** Whether the fleets run here. */
  public boolean isPrimary() {
    return place.equals(infrastructure.primary());
  }

  /** A name as AWS shows it, for what is found or permitted by name. */
  public String called(String what) {
    return "repave-" + environment.name() + "-" + what;
  }

  /** A path as log groups have it. */
  public String path(String what) {
    return "/repave/" + environment.name() + "/" + what;
  }

  /** The ARN of something in this region and account. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region() + ":" + account() + ":" + resource;
  }

  /** The ARN of an IAM entity of this account, for example {@code role/name}. */
  public String iam(String entity) {
    return "arn:aws:iam::" + account() + ":" + entity;
  }
}
