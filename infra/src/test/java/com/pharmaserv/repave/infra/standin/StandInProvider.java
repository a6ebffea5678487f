package com.pharmaserv.repave.infra.standin;

import com.google.protobuf.Empty;
import com.pharmaserv.repave.infra.dryrun.Physical;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pulumirpc.Plugin.PluginInfo;
import pulumirpc.Provider.CheckFailure;
import pulumirpc.Provider.CheckRequest;
import pulumirpc.Provider.CheckResponse;
import pulumirpc.Provider.ConfigureRequest;
import pulumirpc.Provider.ConfigureResponse;
import pulumirpc.Provider.CreateRequest;
import pulumirpc.Provider.CreateResponse;
import pulumirpc.Provider.DeleteRequest;
import pulumirpc.Provider.DiffRequest;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.ReadRequest;
import pulumirpc.Provider.ReadResponse;
import pulumirpc.Provider.UpdateRequest;
import pulumirpc.Provider.UpdateResponse;
import pulumirpc.ResourceProviderGrpc.ResourceProviderImplBase;

/**
 * Makes, changes and deletes resources in a {@link Cloud} like Pulumi's provider for AWS does: it
 * refuses inputs that the provider's schema forbids, another account, names that are taken, what is
 * protected from deletion and what is still in use.
 */
final class StandInProvider extends ResourceProviderImplBase {
  static final String VERSION = "6.83.0";

  /** What keeps a resource from being deleted, by whomever. */
  private static final List<String> GUARDS =
      List.of("deletionProtection", "deletionProtectionEnabled", "enableDeletionProtection");

  /** The account of a role that the provider takes. */
  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::([0-9]{12}):role/");

  private final Cloud cloud;
  private volatile String region = "";
  private volatile String account = "";

  StandInProvider(Cloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public void getPluginInfo(Empty request, StreamObserver<PluginInfo> answer) {
    send(answer, () -> PluginInfo.newBuilder().setVersion(VERSION).build());
  }

  @Override
  public void checkConfig(CheckRequest request, StreamObserver<CheckResponse> answer) {
    send(answer, () -> CheckResponse.newBuilder().setInputs(request.getNews()).build());
  }

  @Override
  public void diffConfig(DiffRequest request, StreamObserver<DiffResponse> answer) {
    send(
        answer,
        () -> {
          Map<String, Object> olds = Values.tree(request.getOldInputs());
          Map<String, Object> news = Values.tree(request.getNews());
          DiffResponse.Builder diff =
              DiffResponse.newBuilder()
                  .setChanges(
                      olds.equals(news)
                          ? DiffResponse.DiffChanges.DIFF_NONE
                          : DiffResponse.DiffChanges.DIFF_SOME);
          boolean moved = !String.valueOf(olds.get("region")).equals(news.get("region"));
          return moved ? diff.addReplaces("region").build() : diff.build();
        });
  }

  @Override
  public void configure(ConfigureRequest request, StreamObserver<ConfigureResponse> answer) {
    send(
        answer,
        () -> {
          Map<String, Object> config = Values.tree(request.getArgs());
          region = String.valueOf(config.get("region"));
          Matcher role = ROLE.matcher(String.valueOf(config.get("assumeRole")));
          account = role.find() ? role.group(1) : cloud.account();
          if (!String.valueOf(config.get("allowedAccountIds")).contains(account)) {
            throw failed("AWS account ID not allowed: " + account);
          }
          return ConfigureResponse.newBuilder().setSupportsPreview(true).build();
        });
  }

  @Override
  public void check(CheckRequest request, StreamObserver<CheckResponse> answer) {
    send(
        answer,
        () -> {
          String type = type(request.getUrn());
          Map<String, Object> inputs = new TreeMap<>(Values.tree(request.getNews()));
          CheckResponse.Builder checked = CheckResponse.newBuilder();
          Optional<Schema> schema = Schema.of(type);
          if (schema.isEmpty()) {
            throw failed("the provider has no resource " + type);
          }
          schema
              .get()
              .problems(inputs)
              .forEach(
                  (property, reason) ->
                      checked.addFailures(
                          CheckFailure.newBuilder().setProperty(property).setReason(reason)));
          if (schema.get().takes("name") && !inputs.containsKey("name")) {
            inputs.put("name", autonamed(request));
          }
          return checked.setInputs(Values.struct(inputs)).build();
        });
  }

  /** The name that it has, or a new one that no other has. */
  private static Object autonamed(CheckRequest request) {
    String seed = request.getRandomSeed().toStringUtf8();
    return Optional.ofNullable(Values.tree(request.getOlds()).get("name"))
        .orElseGet(
            () ->
                name(request.getUrn()) + "-" + Physical.hex(request.getUrn() + seed).substring(57));
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> answer) {
    send(
        answer,
        () -> {
          Map<String, Object> olds = Values.tree(request.getOldInputs());
          Map<String, Object> news = Values.tree(request.getNews());
          TreeSet<String> changed = new TreeSet<>(olds.keySet());
          changed.addAll(news.keySet());
          changed.removeIf(name -> olds.getOrDefault(name, "").equals(news.getOrDefault(name, "")));
          List<String> replacing =
              changed.stream()
                  .filter(name -> Replacements.forcedBy(type(request.getUrn()), name))
                  .toList();
          boolean sameName = olds.containsKey("name") && !changed.contains("name");
          return DiffResponse.newBuilder()
              .setChanges(
                  changed.isEmpty()
                      ? DiffResponse.DiffChanges.DIFF_NONE
                      : DiffResponse.DiffChanges.DIFF_SOME)
              .addAllDiffs(changed)
              .addAllReplaces(replacing)
              .setDeleteBeforeReplace(!replacing.isEmpty() && sameName)
              .build();
        });
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> answer) {
    send(
        answer,
        () -> {
          String type = type(request.getUrn());
          Map<String, Object> inputs = Values.tree(request.getProperties());
          Map<String, Object> outputs = new HashMap<>(inputs);
          if (request.getPreview()) {
            Schema.of(type)
                .orElseThrow()
                .outputs()
                .forEach(name -> outputs.putIfAbsent(name, Values.UNKNOWN));
            return CreateResponse.newBuilder().setProperties(Values.struct(outputs)).build();
          }
          String name = name(request.getUrn());
          if (cloud.refuses(name)) {
            throw failed("creating " + name + ": the test refuses it");
          }
          Physical physical =
              Physical.of(
                  new Physical.Order(type, name, inputs, account, region),
                  String.valueOf(new TreeMap<>(inputs)));
          if (cloud.find(place(type), type, physical.id()).isPresent()) {
            throw failed("creating " + name + ": " + physical.id() + " already exists");
          }
          if (type.equals("aws:lb/listenerRule:ListenerRule") && priorityInUse(inputs)) {
            throw failed("creating " + name + ": PriorityInUse: " + inputs.get("priority"));
          }
          outputs.putAll(physical.outputs());
          cloud.put(new Cloud.Live(type, name, place(type), physical.id(), inputs, outputs));
          cloud.called("create", type, name);
          return CreateResponse.newBuilder()
              .setId(physical.id())
              .setProperties(Values.struct(outputs))
              .build();
        });
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> answer) {
    send(
        answer,
        () -> {
          String type = type(request.getUrn());
          Optional<Cloud.Live> live = cloud.find(place(type), type, request.getId());
          return live.map(
                  found ->
                      ReadResponse.newBuilder()
                          .setId(found.id())
                          .setInputs(Values.struct(found.inputs()))
                          .setProperties(Values.struct(found.outputs()))
                          .build())
              .orElse(ReadResponse.getDefaultInstance());
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> answer) {
    send(
        answer,
        () -> {
          String type = type(request.getUrn());
          Map<String, Object> olds = Values.tree(request.getOldInputs());
          Map<String, Object> news = Values.tree(request.getNews());
          Map<String, Object> outputs = new HashMap<>(news);
          if (request.getPreview()) {
            Schema.of(type).orElseThrow().outputs().stream()
                .filter(name -> !news.containsKey(name))
                .forEach(
                    name ->
                        Optional.ofNullable(Values.tree(request.getOlds()).get(name))
                            .ifPresent(value -> outputs.put(name, value)));
            return UpdateResponse.newBuilder().setProperties(Values.struct(outputs)).build();
          }
          Cloud.Live live =
              cloud
                  .find(place(type), type, request.getId())
                  .orElseThrow(() -> failed(request.getId() + " is gone"));
          // Like the real one: only what differs from the last inputs is sent to AWS.
          Map<String, Object> inputs = new HashMap<>(live.inputs());
          Map<String, Object> properties = new HashMap<>(live.outputs());
          TreeSet<String> names = new TreeSet<>(olds.keySet());
          names.addAll(news.keySet());
          for (String name : names) {
            if (!olds.getOrDefault(name, "").equals(news.getOrDefault(name, ""))) {
              inputs.put(name, news.getOrDefault(name, ""));
              properties.put(name, news.getOrDefault(name, ""));
            }
          }
          if (type.equals("aws:ec2/launchTemplate:LaunchTemplate")
              && properties.get("latestVersion") instanceof Number version) {
            properties.put("latestVersion", version.intValue() + 1);
          }
          cloud.put(
              new Cloud.Live(type, live.name(), live.region(), live.id(), inputs, properties));
          cloud.called("update", type, live.name());
          return UpdateResponse.newBuilder().setProperties(Values.struct(properties)).build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> answer) {
    send(
        answer,
        () -> {
          String type = type(request.getUrn());
          cloud
              .find(place(type), type, request.getId())
              .ifPresent(
                  live -> {
                    for (String guard : GUARDS) {
                      if (Boolean.TRUE.equals(live.inputs().get(guard))) {
                        throw failed("deleting " + live.name() + ": " + guard + " is set");
                      }
                    }
                    users(live)
                        .ifPresent(
                            user -> {
                              throw failed(
                                  "deleting " + live.name() + ": " + user + " depends on it");
                            });
                    cloud.remove(live);
                    cloud.called("delete", type, live.name());
                  });
          return Empty.getDefaultInstance();
        });
  }

  private boolean priorityInUse(Map<String, Object> rule) {
    return cloud.all().stream()
        .filter(live -> live.type().equals("aws:lb/listenerRule:ListenerRule"))
        .map(Cloud.Live::inputs)
        .filter(other -> other.getOrDefault("priority", "").equals(rule.get("priority")))
        .anyMatch(other -> other.getOrDefault("listenerArn", "").equals(rule.get("listenerArn")));
  }

  /** What still names the resource, for those whose deletion AWS refuses then. */
  private Optional<String> users(Cloud.Live live) {
    if (!live.id().matches("(vpc|subnet|sg|rtb|igw|vpce)-[0-9a-f]{17}|arn:.*:targetgroup/.*")) {
      return Optional.empty();
    }
    for (Cloud.Live other : new ArrayList<>(cloud.all())) {
      boolean same = other.id().equals(live.id()) && other.type().equals(live.type());
      if (!same && String.valueOf(other.inputs()).contains(live.id())) {
        return Optional.of(other.name());
      }
    }
    return Optional.empty();
  }

  @Override
  public void cancel(Empty request, StreamObserver<Empty> answer) {
    send(answer, Empty::getDefaultInstance);
  }

  /** Names of IAM and buckets are taken in all regions at once. */
  private String place(String type) {
    return type.startsWith("aws:iam/") || type.equals("aws:s3/bucketV2:BucketV2") ? "" : region;
  }

  private static String type(String urn) {
    String qualified = urn.split("::", -1)[2];
    return qualified.substring(qualified.lastIndexOf('$') + 1);
  }

  private static String name(String urn) {
    return urn.substring(urn.lastIndexOf("::") + 2);
  }

  private static RuntimeException failed(String message) {
    return Status.UNKNOWN.withDescription(message).asRuntimeException();
  }

  private static <T> void send(StreamObserver<T> answer, Supplier<T> made) {
    try {
      answer.onNext(made.get());
      answer.onCompleted();
    } catch (RuntimeException e) {
      answer.onError(e);
    }
  }
}
