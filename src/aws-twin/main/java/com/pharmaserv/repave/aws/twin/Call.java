package com.pharmaserv.repave.aws.twin;

import java.time.Instant;
import java.util.Map;

/**
 * One call to AWS.
 *
 * @param number from 1, over all calls
 * @param mutation from 1, over the calls that change something; 0 for one that only reads
 * @param service the service's signing name, such as {@code autoscaling}
 * @param parameters flat names, as in a query
 * @param outcome {@link #PENDING} before the effect, then {@link #OK}, {@link #LOST}, {@link
 *     #UNSENT} or the code of the refusal
 */
public record Call(
    long number,
    long mutation,
    Instant at,
    String service,
    String operation,
    String region,
    Map<String, String> parameters,
    String outcome) {
  public static final String PENDING = "pending";
  public static final String OK = "ok";

  /** The effect happened, the answer did not arrive. */
  public static final String LOST = "lost";

  /** Nothing happened, and no answer arrived either. */
  public static final String UNSENT = "unsent";

  public Call {
    parameters = Map.copyOf(parameters);
  }

  public boolean mutating() {
    return mutation > 0;
  }

  /** A parameter, or an empty text. */
  public String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  Call ended(String how) {
    return new Call(number, mutation, at, service, operation, region, parameters, how);
  }
}
