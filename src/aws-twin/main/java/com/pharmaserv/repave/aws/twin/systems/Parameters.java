package com.pharmaserv.repave.aws.twin.systems;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.Table;
import com.pharmaserv.repave.aws.twin.TwinRegion;
import com.pharmaserv.repave.aws.twin.compute.Compute;
import com.pharmaserv.repave.aws.twin.compute.Images;
import com.pharmaserv.repave.aws.twin.wire.Page;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/** A region's Parameter Store, with AWS's public parameters of base images. */
public final class Parameters {
  /** SSM API reference, PutParameter: 4 KB in the standard tier, 8 KB in the advanced one. */
  private static final int STANDARD_BYTES = 4096;

  private static final int ADVANCED_BYTES = 8192;

  /** SSM API reference, GetParametersByPath: from 1 to 10 results. */
  private static final int PAGE_MAX = 10;

  /** "Parameter Store ... has a maximum of 100 versions"; then the oldest goes. */
  private static final int VERSIONS_MAX = 100;

  private final TwinRegion region;
  private final Table<List<Parameter>> own;

  Parameters(TwinRegion region) {
    this.region = region;
    this.own = new Table<>(region.clock());
  }

  /** Sets a parameter, as another program would. */
  public void set(String name, String value) {
    add(name, value, ParameterType.STRING, "text");
  }

  /** The value of a parameter, or the refusal of an unknown one. */
  public String value(String name) {
    return demand(name, region.clock().now()).value();
  }

  private Parameter add(String name, String value, ParameterType type, String dataType) {
    List<Parameter> versions = new ArrayList<>(own.get(name).orElse(List.of()));
    long version = versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1;
    Parameter made =
        Parameter.builder()
            .name(name)
            .value(value)
            .type(type)
            .version(version)
            .dataType(dataType)
            .arn(arn(name))
            .lastModifiedDate(region.clock().now())
            .build();
    versions.add(made);
    if (versions.size() > VERSIONS_MAX) {
      versions.remove(0);
    }
    own.put(name, List.copyOf(versions));
    return made;
  }

  private String arn(String name) {
    return region.arn("ssm", "parameter" + (name.startsWith("/") ? name : "/" + name));
  }

  PutParameterResponse put(PutParameterRequest asked) {
    String name = asked.name();
    if (name.matches("(?i)/?(aws|ssm).*")) {
      throw new TwinException(
          "ValidationException",
          "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
    }
    boolean exists = own.has(name);
    if (exists && !Boolean.TRUE.equals(asked.overwrite())) {
      throw new TwinException(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    if (!exists && asked.type() == null) {
      throw new TwinException("ValidationException", "A parameter type is required.");
    }
    boolean advanced = !List.of("null", "Standard").contains(asked.tierAsString() + "");
    int max = advanced ? ADVANCED_BYTES : STANDARD_BYTES;
    int bytes = asked.value().getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > max) {
      throw new TwinException(
          "ValidationException",
          "Parameter value of " + bytes + " bytes: from 1 to " + max + " in this tier.");
    }
    ParameterType type =
        asked.type() == null ? demand(name, region.clock().now()).type() : asked.type();
    Parameter made =
        add(name, asked.value(), type, Objects.requireNonNullElse(asked.dataType(), "text"));
    return PutParameterResponse.builder()
        .version(made.version())
        .tier(bytes > STANDARD_BYTES ? "Advanced" : "Standard")
        .build();
  }

  DeleteParameterResponse delete(DeleteParameterRequest asked) {
    if (!own.has(asked.name())) {
      throw notFound(asked.name());
    }
    own.remove(asked.name());
    return DeleteParameterResponse.builder().build();
  }

  private static TwinException notFound(String name) {
    return new TwinException("ParameterNotFound", "Parameter " + name + " not found.");
  }

  /** Finds it by its name or ARN, followed by {@code :version} for one that is not the latest. */
  private Parameter demand(String selected, Instant asOf) {
    String name = selected.replaceFirst("^arn:aws:ssm:[^:]*:[^:]*:parameter", "");
    int colon = name.indexOf(':');
    String plain = colon < 0 ? name : name.substring(0, colon);
    List<Parameter> versions =
        own.get(plain, asOf)
            .or(() -> own.get(plain.replaceFirst("^/", ""), asOf))
            .orElseGet(() -> base(plain));
    if (versions.isEmpty()) {
      throw notFound(selected);
    }
    if (colon < 0) {
      return versions.get(versions.size() - 1);
    }
    String version = name.substring(colon + 1);
    return versions.stream()
        .filter(parameter -> version.equals(Long.toString(parameter.version())))
        .findFirst()
        .map(parameter -> parameter.toBuilder().selector(":" + version).build())
        .orElseThrow(
            () ->
                new TwinException(
                    "ParameterVersionNotFound",
                    "Systems Manager could not find version " + version + " of " + plain + "."));
  }

  private List<Parameter> base(String name) {
    return Optional.ofNullable(bases().get(name)).map(List::of).orElse(List.of());
  }

  /** AWS's public parameters: the newest image of each kind. */
  private Map<String, Parameter> bases() {
    Map<String, Parameter> found = new TreeMap<>();
    for (String architecture : List.of("x86_64", "arm64")) {
      for (String kernel : List.of("default", "6.1")) {
        newest(
            found,
            "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-" + kernel + "-" + architecture,
            Images.AMAZON,
            "al2023-ami-2023\\..*-kernel-6\\.1-" + architecture);
      }
      String debian = architecture.equals("x86_64") ? "amd64" : architecture;
      for (int version : new int[] {12, 13}) {
        newest(
            found,
            "/aws/service/debian/release/" + version + "/latest/" + debian,
            Images.DEBIAN,
            "debian-" + version + "-" + debian + "-.*");
      }
    }
    return found;
  }

  private void newest(Map<String, Parameter> found, String name, String owner, String pattern) {
    List<Images.Published> images = region.part(Compute.class).images().published(owner, pattern);
    if (!images.isEmpty()) {
      Images.Published newest = images.get(images.size() - 1);
      found.put(
          name,
          Parameter.builder()
              .name(name)
              .value(newest.id())
              .type(ParameterType.STRING)
              .version((long) images.size())
              .dataType("text")
              .arn("arn:aws:ssm:" + region.name() + "::parameter" + name)
              .lastModifiedDate(newest.at())
              .build());
    }
  }

  /** Without WithDecryption a secure string is answered as its cipher text. */
  private static Parameter shown(Parameter parameter, Boolean decrypted) {
    return parameter.type() == ParameterType.SECURE_STRING && !Boolean.TRUE.equals(decrypted)
        ? parameter.toBuilder().value("AQICAHencrypted").build()
        : parameter;
  }

  GetParameterResponse get(Request call, GetParameterRequest asked) {
    Parameter found = demand(asked.name(), call.asOf());
    return GetParameterResponse.builder().parameter(shown(found, asked.withDecryption())).build();
  }

  GetParametersResponse getAll(Request call, GetParametersRequest asked) {
    if (asked.names().size() > PAGE_MAX) {
      throw new TwinException("ValidationException", "names: at most " + PAGE_MAX);
    }
    List<Parameter> found = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String name : asked.names()) {
      try {
        found.add(shown(demand(name, call.asOf()), asked.withDecryption()));
      } catch (TwinException unknown) {
        // GetParameters lists what it does not know instead of refusing.
        invalid.add(name);
      }
    }
    return GetParametersResponse.builder().parameters(found).invalidParameters(invalid).build();
  }

  GetParametersByPathResponse byPath(Request call, GetParametersByPathRequest asked) {
    String path = asked.path().endsWith("/") ? asked.path() : asked.path() + "/";
    if (!path.startsWith("/")) {
      throw new TwinException(
          "ValidationException", "The parameter path " + path + " must begin with '/'.");
    }
    Map<String, Parameter> all = new TreeMap<>(bases());
    own.all(call.asOf())
        .forEach(versions -> all.put(versions.get(0).name(), versions.get(versions.size() - 1)));
    List<Parameter> found =
        all.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(path))
            .filter(
                entry ->
                    Boolean.TRUE.equals(asked.recursive())
                        || entry.getKey().indexOf('/', path.length()) < 0)
            .map(entry -> shown(entry.getValue(), asked.withDecryption()))
            .toList();
    int size = Objects.requireNonNullElse(asked.maxResults(), PAGE_MAX);
    if (size < 1 || size > PAGE_MAX) {
      throw new TwinException("ValidationException", "MaxResults " + size + ", from 1 to 10");
    }
    Page<Parameter> page = Page.of(found, Optional.ofNullable(asked.nextToken()), size);
    return GetParametersByPathResponse.builder()
        .parameters(page.items())
        .nextToken(page.next().orElse(null))
        .build();
  }
}
