package com.pharmaserv.repave.infra.judges;

import com.pharmaserv.repave.infra.view.Inventory;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What judges of policies are asked: every policy of a stack, and those of the organization. */
final class PolicyQuestion {
  static final Path FOLDER = Judge.FOLDER.resolve("policies");

  /** What grants something to whom it is attached, and where. */
  private static final Set<String> OF_IDENTITIES =
      Set.of(
          "aws:iam/policy:Policy",
          "aws:iam/rolePolicy:RolePolicy",
          "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy");

  private static final String ROLE = "iam/role:Role";
  private static final String KEY = "aws:kms/key:Key";
  private static final String BOUNDARY = "permissionsBoundary";

  private PolicyQuestion() {}

  /**
   * A policy.
   *
   * @param name of the resource and its input
   * @param grants whether who has it may do what it allows; boundaries and controls only limit
   * @param itself the ARN of what the policy belongs to, where the policy does not name it
   */
  record Policy(String name, boolean grants, String itself, String text) {}

  static Map<String, Object> of(Inventory stack, Path organization) throws IOException {
    // Two regions have the same ones.
    Map<String, Policy> policies = new TreeMap<>();
    stack.aws().flatMap(view -> policies(stack, view)).forEach(p -> policies.put(p.text(), p));
    try (Stream<Path> files = Files.list(organization)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        policies.put(text, new Policy("organization " + file.getFileName(), false, "", text));
      }
    }
    return Map.of("policies", policies.values());
  }

  /** Whatever input of a resource is a policy, so that no type is forgotten. */
  private static Stream<Policy> policies(Inventory stack, ResourceView view) {
    String name = view.name().replaceFirst("^" + stack.region(view) + "-", "");
    return view.inputs().entrySet().stream()
        .filter(input -> input.getValue() instanceof String text && text.contains("\"Statement\""))
        .map(
            input ->
                new Policy(
                    name + " " + input.getKey(),
                    OF_IDENTITIES.contains(view.type()) && !boundaries(stack).contains(view.urn()),
                    itself(view, input.getKey()),
                    String.valueOf(input.getValue())));
  }

  private static List<String> boundaries(Inventory stack) {
    return stack.of(ROLE).stream()
        .flatMap(role -> role.uses().getOrDefault(BOUNDARY, Set.of()).stream())
        .distinct()
        .toList();
  }

  /** The account and the id do not matter. */
  private static String itself(ResourceView view, String input) {
    if (view.type().equals(KEY)) {
      return "arn:aws:kms:eu-west-1:111122223333:key/11112222-3333-4444-5555-666677778888";
    }
    return input.equals("assumeRolePolicy") ? "arn:aws:iam::111122223333:role/itself" : "";
  }
}
