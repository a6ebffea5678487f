package com.pharmaserv.repave.aws.client;

import com.pharmaserv.repave.model.Failure;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets no call out before it is proven that the credentials belong to the environment's account:
 * two environments differ in little else, and a wrong one must never be touched.
 */
public final class AccountGuard {
  private final String environment;
  private final String account;
  private final Set<String> regions;
  private final ReentrantLock once = new ReentrantLock();
  private volatile boolean proven;

  AccountGuard(String environment, String account, Set<String> regions) {
    this.environment = environment;
    this.account = account;
    this.regions = Set.copyOf(regions);
  }

  /**
   * Returns if the account is the environment's. Asks once per process.
   *
   * @param caller asks AWS whose credentials these are (sts:GetCallerIdentity)
   */
  void requireAccount(Supplier<String> caller) {
    if (proven) {
      return;
    }
    once.lock();
    try {
      String found = proven ? account : caller.get();
      if (!found.equals(account)) {
        throw new Refusal(
            Failure.Kind.DENIED,
            ("the credentials belong to account %s, environment '%s' is account %s;"
                    + " nothing was done; use that account's credentials or set the"
                    + " environment's role")
                .formatted(found, environment, account));
      }
      proven = true;
    } finally {
      once.unlock();
    }
  }

  /** Returns the region if it is the environment's own or one that its images are copied to. */
  String requireRegion(String region) {
    if (!regions.contains(region)) {
      throw new IllegalArgumentException(
          ("region '%s' is outside of environment '%s', which has %s; add it to the"
                  + " environment's copies if it is of the same jurisdiction")
              .formatted(
                  region, environment, String.join(", ", regions.stream().sorted().toList())));
    }
    return region;
  }
}
