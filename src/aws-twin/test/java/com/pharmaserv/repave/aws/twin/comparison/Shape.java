package com.pharmaserv.repave.aws.twin.comparison;

import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Which fields of an SDK object are set, with the kind of each: what a client can rely on. */
final class Shape {
  private Shape() {}

  /** Paths such as {@code Groups[].Name:String}; elements of a list are taken together. */
  static SortedSet<String> of(SdkPojo answer) {
    SortedSet<String> paths = new TreeSet<>();
    add("", answer, paths);
    return paths;
  }

  private static void add(String path, Object value, SortedSet<String> paths) {
    if (value instanceof SdkPojo pojo) {
      for (SdkField<?> field : pojo.sdkFields()) {
        Object inner = field.getValueOrDefault(pojo);
        if (inner != null) {
          add(path.isEmpty() ? field.memberName() : path + "." + field.memberName(), inner, paths);
        }
      }
    } else if (value instanceof Collection<?> list) {
      list.forEach(element -> add(path + "[]", element, paths));
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(element -> add(path + "{}", element, paths));
    } else {
      paths.add(path + ":" + value.getClass().getSimpleName());
    }
  }
}
