package com.pharmaserv.repave.aws.twin.compute;

import com.pharmaserv.repave.aws.twin.Request;
import com.pharmaserv.repave.aws.twin.wire.TwinException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What client tokens were used for. EC2 developer guide, "Ensuring idempotency in Amazon EC2 API
 * requests": the same token with the same parameters answers the first call's result and changes
 * nothing; with other parameters it is refused.
 */
final class Tokens {
  /** "A client token is a unique, case-sensitive string of up to 64 ASCII characters." */
  private static final String TOKEN = "[\\x21-\\x7e]{1,64}";

  /** CreateLaunchTemplate and CreateLaunchTemplateVersion: "Maximum 128 ASCII characters". */
  private static final String LONG_TOKEN = "[\\x21-\\x7e]{1,128}";

  private final Map<String, Use> uses = new HashMap<>();

  private record Use(Map<String, String> parameters, String id) {}

  /**
   * Does the work once per operation and token.
   *
   * @param token null if the call has none
   * @param work makes the resource and says its id
   * @param again finds what the first call made
   */
  <T> T once(Request call, String token, Supplier<T> work, Function<T, String> id, Again<T> again) {
    if (token == null || token.isEmpty()) {
      return work.get();
    }
    if (!token.matches(call.operation().contains("LaunchTemplate") ? LONG_TOKEN : TOKEN)) {
      throw new TwinException(
          "InvalidClientToken", "The client token '" + token + "' is not valid.");
    }
    String key = call.operation() + " " + token;
    Map<String, String> parameters = new TreeMap<>(call.params().all());
    parameters.remove("ClientToken");
    Optional<Use> before = Optional.ofNullable(uses.get(key));
    if (before.isPresent()) {
      if (!before.get().parameters().equals(parameters)) {
        throw new TwinException(
            "IdempotentParameterMismatch",
            "Arguments on this idempotent request are inconsistent with arguments used in"
                + " previous request(s).");
      }
      Optional<T> made = again.find(before.get().id());
      if (made.isPresent()) {
        return made.get();
      }
    }
    T made = work.get();
    uses.put(key, new Use(parameters, id.apply(made)));
    return made;
  }

  /** Finds what a token made before; empty once EC2 has forgotten it. */
  @FunctionalInterface
  interface Again<T> {
    Optional<T> find(String id);
  }
}
