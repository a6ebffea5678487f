package com.pharmaserv.repave.infra.dryrun;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.pharmaserv.repave.infra.view.ResourceView;
import com.pulumi.resources.Resource;
import com.pulumi.test.Mocks;
import com.pulumi.test.internal.MockMonitor;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import pulumirpc.Resource.RegisterResourceRequest;
import pulumirpc.Resource.RegisterResourceResponse;

/**
 * Keeps each request as the engine would get it, with parents, providers, protection and secrets.
 * The only class that touches the SDK's internals, which may change between its versions.
 */
final class CapturingMonitor extends MockMonitor {
  /** How the wire marks a secret (pulumi sdk, resource/property_value.go). */
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";

  private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";
  private static final String UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

  private final Queue<ResourceView> views = new ConcurrentLinkedQueue<>();

  CapturingMonitor(Mocks mocks) {
    super(mocks, PulumiTestInternal.mockLog());
  }

  @Override
  public CompletableFuture<RegisterResourceResponse> registerResourceAsync(
      Resource resource, RegisterResourceRequest request) {
    return super.registerResourceAsync(resource, request)
        .thenApply(
            response -> {
              views.add(view(response.getUrn(), request));
              return response;
            });
  }

  /** The resources sorted by URN, because the order of registration varies from run to run. */
  List<ResourceView> views() {
    Map<String, ResourceView> sorted = new TreeMap<>();
    int index = 0;
    for (ResourceView view : views) {
      // A URN that is given twice must be seen twice.
      sorted.put(view.urn() + " " + index++, view);
    }
    return List.copyOf(sorted.values());
  }

  private static ResourceView view(String urn, RegisterResourceRequest request) {
    Map<String, Set<String>> uses = new TreeMap<>();
    request
        .getPropertyDependenciesMap()
        .forEach((name, urns) -> uses.put(name, new TreeSet<>(urns.getUrnsList())));
    return new ResourceView(
        urn,
        request.getType(),
        request.getName(),
        tree(request.getObject()),
        providerUrn(request.getProvider()),
        request.getParent(),
        request.getProtect(),
        new TreeSet<>(request.getIgnoreChangesList()),
        new TreeSet<>(request.getDependenciesList()),
        uses);
  }

  /** A provider is referred to as URN::ID. */
  private static String providerUrn(String reference) {
    int id = reference.lastIndexOf("::");
    return id < 0 ? "" : reference.substring(0, id);
  }

  private static Map<String, Object> tree(Struct struct) {
    Map<String, Object> tree = new LinkedHashMap<>();
    new TreeMap<>(struct.getFieldsMap()).forEach((name, value) -> tree.put(name, tree(value)));
    return tree;
  }

  private static Object tree(Value value) {
    return switch (value.getKindCase()) {
      case STRUCT_VALUE -> {
        Map<String, Value> fields = value.getStructValue().getFieldsMap();
        Value signature = fields.get(SIGNATURE);
        Value secret = fields.get("value");
        if (secret != null && signature != null && signature.getStringValue().equals(SECRET)) {
          yield new ResourceView.Secret(tree(secret));
        }
        yield tree(value.getStructValue());
      }
      case LIST_VALUE -> {
        List<Object> list = new ArrayList<>();
        value.getListValue().getValuesList().forEach(each -> list.add(tree(each)));
        yield list;
      }
      case BOOL_VALUE -> value.getBoolValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case STRING_VALUE ->
          value.getStringValue().equals(UNKNOWN)
              ? new ResourceView.Unknown()
              : value.getStringValue();
      case NULL_VALUE, KIND_NOT_SET -> "";
    };
  }
}
