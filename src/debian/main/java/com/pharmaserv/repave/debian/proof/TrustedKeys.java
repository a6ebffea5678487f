package com.pharmaserv.repave.debian.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that are believed, each by a name for people. */
public final class TrustedKeys {
  private static final String PEM = ".pem";

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

  /**
   * Those that lie in a folder: a public key in each file {@code NAME.pem}.
   *
   * @param own where those lie that sign on this machine, for the message
   * @throws ProofException if there is none, or if a file is no key
   */
  public static TrustedKeys in(Path folder, Path own) throws ProofException {
    List<Named> keys = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(PEM)).sorted().toList()) {
          String name = String.valueOf(file.getFileName()).replace(PEM, "");
          keys.add(new Named(name, VerifyingKey.ofPem(Files.readString(file), file.toString())));
        }
      } catch (IOException e) {
        throw new ProofException("keys in '%s' cannot be read: %s".formatted(folder, e), e);
      }
    }
    if (keys.isEmpty()) {
      throw new ProofException(
          "no key is trusted: there is none in '%s'; put the public key of each builder there as NAME.pem; those that sign here lie in '%s' as NAME.pub, once something was baked"
              .formatted(folder, own));
    }
    return new TrustedKeys(keys);
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
