package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinCloud;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.typed.Pojos;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** A region's launch templates; EC2 API reference, CreateLaunchTemplate and its neighbours. */
final class Templates {
  private static final String NAME = "[a-zA-Z0-9().\\-/_]{3,128}";
  private static final int PAGE_MAX = 200;
  private static final String BY = "arn:aws:iam::" + TwinCloud.ACCOUNT + ":user/test";

  private final TwinRegion region;
  private final Tags tags;
  private final Tokens tokens;
  private final Table<Row> rows;

  Templates(TwinRegion region, Tags tags, Tokens tokens) {
    this.region = region;
    this.tags = tags;
    this.tokens = tokens;
    this.rows = new Table<>(region.clock());
  }

  /** A template with its versions in order; {@code template} is without tags. */
  record Row(LaunchTemplate template, List<LaunchTemplateVersion> versions) {
    String id() {
      return template.launchTemplateId();
    }

    String name() {
      return template.launchTemplateName();
    }

    /** Finds a version by its number, {@code $Latest} or {@code $Default}. */
    Optional<LaunchTemplateVersion> version(String wanted) {
      long number =
          switch (wanted) {
            case "$Latest" -> template.latestVersionNumber();
            case "", "$Default" -> template.defaultVersionNumber();
            default -> wanted.matches("\\d{1,9}") ? Long.parseLong(wanted) : 0;
          };
      return versions.stream().filter(v -> v.versionNumber() == number).findFirst();
    }
  }

  /** The version of a template that a machine is launched from. */
  record Use(String id, long version) {}

  boolean has(String id) {
    return rows.has(id);
  }

  List<Row> all(Instant asOf) {
    return rows.all(asOf);
  }

  Stream<String> names() {
    return rows.all().stream().map(Row::name);
  }

  Optional<Row> find(String idOrName) {
    return find(idOrName, region.clock().now());
  }

  private Optional<Row> find(String idOrName, Instant asOf) {
    return rows.all(asOf).stream()
        .filter(row -> row.id().equals(idOrName) || row.name().equals(idOrName))
        .findFirst();
  }

  /** Finds it by exactly one of id and name, or refuses. */
  Row demand(@Nullable String id, @Nullable String name, Instant asOf) {
    if ((id == null) == (name == null)) {
      throw new TwinException(
          id == null ? "MissingParameter" : "InvalidParameterCombination",
          "Specify exactly one of a launch template ID and a launch template name.");
    }
    return id != null
        ? rows.get(id, asOf).orElseThrow(() -> unknownId(id))
        : find(String.valueOf(name), asOf).orElseThrow(() -> unknownName(String.valueOf(name)));
  }

  /** Finds a version, or refuses. */
  static LaunchTemplateVersion demand(Row row, String version) {
    return row.version(version)
        .orElseThrow(
            () ->
                new TwinException(
                    "InvalidLaunchTemplateId.VersionNotFound",
                    "Could not find the specified version "
                        + (version + " for the launch template with ID " + row.id() + ".")));
  }

  private static TwinException unknownId(String id) {
    return new TwinException(
        "InvalidLaunchTemplateId.NotFound",
        "The specified launch template, with template ID " + id + ", does not exist.");
  }

  private static TwinException unknownName(String name) {
    return new TwinException(
        "InvalidLaunchTemplateName.NotFoundException",
        "The specified launch template, with template name " + name + ", does not exist.");
  }

  CreateLaunchTemplateResponse create(Request call, CreateLaunchTemplateRequest asked) {
    Row row = tokens.once(call, asked.clientToken(), () -> created(asked), Row::id, rows::get);
    return CreateLaunchTemplateResponse.builder().launchTemplate(tagged(row, call.now())).build();
  }

  private Row created(CreateLaunchTemplateRequest asked) {
    String name = asked.launchTemplateName();
    if (name == null || !name.matches(NAME)) {
      throw new TwinException(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: - ( ) . / _. Got: "
              + name);
    }
    if (find(name).isPresent()) {
      throw new TwinException(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    Tags.only(asked.tagSpecifications(), List.of("launch-template"));
    String id = region.ids().next("lt");
    LaunchTemplateVersion first =
        version(id, name, 1, asked.versionDescription(), Optional.empty(), data(asked));
    LaunchTemplate template =
        LaunchTemplate.builder()
            .launchTemplateId(id)
            .launchTemplateName(name)
            .createTime(region.clock().now())
            .createdBy(BY)
            .defaultVersionNumber(1L)
            .latestVersionNumber(1L)
            .build();
    Row row = new Row(template, List.of(first));
    rows.put(id, row);
    tags.put(id, Tags.of(asked.tagSpecifications(), "launch-template"));
    return row;
  }

  private static RequestLaunchTemplateData data(CreateLaunchTemplateRequest asked) {
    return demandData(asked.launchTemplateData());
  }

  private static RequestLaunchTemplateData demandData(@Nullable RequestLaunchTemplateData data) {
    if (data == null) {
      throw new TwinException(
          "MissingParameter", "The request must contain the parameter LaunchTemplateData.");
    }
    return data;
  }

  private LaunchTemplateVersion version(
      String id,
      String name,
      long number,
      @Nullable String description,
      Optional<ResponseLaunchTemplateData> base,
      RequestLaunchTemplateData asked) {
    ResponseLaunchTemplateData.Builder data =
        base.map(ResponseLaunchTemplateData::toBuilder)
            .orElseGet(ResponseLaunchTemplateData::builder);
    Launches.checkUserData(asked.userData());
    return LaunchTemplateVersion.builder()
        .launchTemplateId(id)
        .launchTemplateName(name)
        .versionNumber(number)
        .versionDescription(description)
        .createTime(region.clock().now())
        .createdBy(BY)
        .defaultVersion(number == 1)
        .launchTemplateData(Pojos.copy(asked, data).build())
        .build();
  }

  /** With a source version, what is asked for overwrites what it inherits. */
  CreateLaunchTemplateVersionResponse createVersion(
      Request call, CreateLaunchTemplateVersionRequest asked) {
    Row row = demand(asked.launchTemplateId(), asked.launchTemplateName(), call.now());
    LaunchTemplateVersion made =
        tokens.once(
            call,
            asked.clientToken(),
            () -> createdVersion(row, asked),
            version -> String.valueOf(version.versionNumber()),
            number -> rows.get(row.id()).flatMap(current -> current.version(number)));
    return CreateLaunchTemplateVersionResponse.builder().launchTemplateVersion(made).build();
  }

  private LaunchTemplateVersion createdVersion(Row row, CreateLaunchTemplateVersionRequest asked) {
    Optional<ResponseLaunchTemplateData> base =
        Optional.ofNullable(asked.sourceVersion())
            .map(source -> demand(row, source).launchTemplateData());
    long number = row.template().latestVersionNumber() + 1;
    LaunchTemplateVersion made =
        version(
            row.id(),
            row.name(),
            number,
            asked.versionDescription(),
            base,
            demandData(asked.launchTemplateData()));
    List<LaunchTemplateVersion> versions = new ArrayList<>(row.versions());
    versions.add(made);
    rows.put(
        row.id(),
        new Row(
            row.template().toBuilder().latestVersionNumber(number).build(), List.copyOf(versions)));
    return made;
  }

  ModifyLaunchTemplateResponse modify(Request call, ModifyLaunchTemplateRequest asked) {
    Row row = demand(asked.launchTemplateId(), asked.launchTemplateName(), call.now());
    long number = demand(row, String.valueOf(asked.defaultVersion())).versionNumber();
    List<LaunchTemplateVersion> versions =
        row.versions().stream()
            .map(v -> v.toBuilder().defaultVersion(v.versionNumber() == number).build())
            .toList();
    Row changed =
        new Row(row.template().toBuilder().defaultVersionNumber(number).build(), versions);
    rows.put(row.id(), changed);
    return ModifyLaunchTemplateResponse.builder()
        .launchTemplate(tagged(changed, call.now()))
        .build();
  }

  /** Groups and machines that were made from it stay. */
  DeleteLaunchTemplateResponse delete(Request call, DeleteLaunchTemplateRequest asked) {
    Row row = demand(asked.launchTemplateId(), asked.launchTemplateName(), call.now());
    LaunchTemplate gone = tagged(row, call.now());
    rows.remove(row.id());
    tags.remove(row.id());
    return DeleteLaunchTemplateResponse.builder().launchTemplate(gone).build();
  }

  DescribeLaunchTemplatesResponse describe(Request call, DescribeLaunchTemplatesRequest asked) {
    List<LaunchTemplate> all =
        rows.all(call.asOf()).stream().map(row -> tagged(row, call.asOf())).toList();
    for (String id : asked.launchTemplateIds()) {
      demand(id, null, call.asOf());
    }
    for (String name : asked.launchTemplateNames()) {
      demand(null, name, call.asOf());
    }
    List<LaunchTemplate> named =
        all.stream()
            .filter(
                t ->
                    (asked.launchTemplateIds().isEmpty() && asked.launchTemplateNames().isEmpty())
                        || asked.launchTemplateIds().contains(t.launchTemplateId())
                        || asked.launchTemplateNames().contains(t.launchTemplateName()))
            .toList();
    List<LaunchTemplate> found =
        new Filters<>(LaunchTemplate::tags)
            .on("launch-template-name", LaunchTemplate::launchTemplateName)
            .on("create-time", LaunchTemplate::createTime)
            .apply(named, asked.filters());
    Page<LaunchTemplate> page =
        Filters.page(found, asked.nextToken(), asked.maxResults(), 1, PAGE_MAX);
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  /** Without a template, {@code $Latest} or {@code $Default} of every template can be asked for. */
  DescribeLaunchTemplateVersionsResponse describeVersions(
      Request call, DescribeLaunchTemplateVersionsRequest asked) {
    List<LaunchTemplateVersion> found = new ArrayList<>();
    boolean all = asked.launchTemplateId() == null && asked.launchTemplateName() == null;
    List<Row> of =
        all
            ? rows.all(call.asOf())
            : List.of(demand(asked.launchTemplateId(), asked.launchTemplateName(), call.asOf()));
    if (all && !List.of("$Latest", "$Default").containsAll(asked.versions())) {
      throw new TwinException(
          "MissingParameter", "Versions by number need a launch template's ID or name.");
    }
    for (Row row : of) {
      if (asked.versions().isEmpty()) {
        found.addAll(row.versions());
      }
      for (String wanted : asked.versions()) {
        found.add(demand(row, wanted));
      }
    }
    if (asked.minVersion() != null) {
      found.removeIf(v -> v.versionNumber() < Long.parseLong(asked.minVersion()));
    }
    if (asked.maxVersion() != null) {
      found.removeIf(v -> v.versionNumber() > Long.parseLong(asked.maxVersion()));
    }
    found.sort(Comparator.comparing(LaunchTemplateVersion::versionNumber).reversed());
    List<LaunchTemplateVersion> fitting =
        new Filters<LaunchTemplateVersion>(v -> List.of())
            .on("image-id", v -> v.launchTemplateData().imageId())
            .on("instance-type", v -> v.launchTemplateData().instanceTypeAsString())
            .on("is-default-version", LaunchTemplateVersion::defaultVersion)
            .apply(found.stream().distinct().toList(), asked.filters());
    Page<LaunchTemplateVersion> page =
        Filters.page(fitting, asked.nextToken(), asked.maxResults(), 1, PAGE_MAX);
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }

  private LaunchTemplate tagged(Row row, Instant asOf) {
    return row.template().toBuilder().tags(tags.of(row.id(), asOf)).build();
  }

  /** The tags that a template gives to a machine or a volume. */
  static Map<String, String> tags(ResponseLaunchTemplateData data, String type) {
    return data.tagSpecifications().stream()
        .filter(specification -> type.equals(specification.resourceTypeAsString()))
        .flatMap(specification -> specification.tags().stream())
        .collect(
            Collectors.toMap(
                tag -> tag.key(),
                tag -> Objects.requireNonNullElse(tag.value(), ""),
                (first, second) -> second));
  }
}
