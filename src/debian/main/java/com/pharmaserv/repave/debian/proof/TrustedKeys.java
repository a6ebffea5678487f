package com.pharmaserv.repave.debian.proof;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The keys that are believed, each by a name for people. */
public final class TrustedKeys {
  private final Map<String, Named> byId = new LinkedHashMap<>();

  /**
   * A key.
   *
   * @param name of the builder who has it, for example {@code ci}
   */
  public record Named(String name, VerifyingKey key) {}

  /**
   * These and no others.
   *
   * @throws ProofException if one key stands under two names, since it then would count as two, or
   *     if a name stands for two keys
   */
  public TrustedKeys(List<Named> keys) throws ProofException {
    for (Named named : keys) {
      Named same = byId.put(named.key().id(), named);
      if (same != null) {
        throw new ProofException(
            "keys '%s' and '%s' are the same one, %s"
                .formatted(same.name(), named.name(), named.key().shortId()));
      }
    }
    long names = keys.stream().map(Named::name).distinct().count();
    if (names < keys.size()) {
      throw new ProofException("two trusted keys have the same name: " + words());
    }
  }

  Optional<Named> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public List<Named> all() {
    return List.copyOf(byId.values());
  }

  /** For example {@code ci (0123456789ab), lab (ba9876543210)}. */
  String words() {
    return byId.isEmpty()
        ? "no keys"
        : byId.values().stream()
            .map(named -> "%s (%s)".formatted(named.name(), named.key().shortId()))
            .collect(Collectors.joining(", "));
  }
}
