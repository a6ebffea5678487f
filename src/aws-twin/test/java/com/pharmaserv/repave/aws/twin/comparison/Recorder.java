package com.pharmaserv.repave.aws.twin.comparison;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

/** Plays calls and keeps the shapes of their answers. */
final class Recorder {
  private final Map<String, SortedSet<String>> shapes = new LinkedHashMap<>();

  <T extends SdkPojo> T step(String name, Supplier<T> call) {
    T answer = call.get();
    shapes.put(name, Shape.of(answer));
    return answer;
  }

  void refused(String name, Supplier<? extends SdkPojo> call) {
    try {
      shapes.put(name, new TreeSet<>(List.of("accepted:" + call.get().getClass().getSimpleName())));
    } catch (AwsServiceException refusal) {
      shapes.put(
          name,
          new TreeSet<>(
              List.of(
                  "refused:" + refusal.awsErrorDetails().errorCode(),
                  "status:" + refusal.statusCode())));
    }
  }

  /** The shape of each answer by the call's name. */
  Map<String, SortedSet<String>> shapes() {
    return shapes;
  }
}
