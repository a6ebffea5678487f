package com.pharmaserv.repave.aws.client;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Which operations were sent and how often, repeats of the SDK included. */
public final class CallLog {
  private final ConcurrentMap<Operation, Long> counts = new ConcurrentHashMap<>();

  /**
   * An operation.
   *
   * @param service the service's prefix in IAM policies, for example {@code cloudwatch}
   * @param name for example {@code DescribeAlarms}
   */
  public record Operation(String service, String name) implements Comparable<Operation> {
    @Override
    public int compareTo(Operation other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return service + ":" + name;
    }
  }

  void sent(Operation operation) {
    counts.merge(operation, 1L, Long::sum);
  }

  /** How often each was sent so far. */
  public SortedMap<Operation, Long> counts() {
    return new TreeMap<>(counts);
  }

  /** How many requests were sent so far. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Starts counting from zero. */
  public void clear() {
    counts.clear();
  }
}
