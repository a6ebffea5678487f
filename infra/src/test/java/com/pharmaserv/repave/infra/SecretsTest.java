package com.pharmaserv.repave.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.infra.dryrun.DryRun;
import com.pharmaserv.repave.infra.view.ResourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one secret that there is stays one. */
class SecretsTest {
  static Stream<String> stacks() {
    return Stacks.names();
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void onlyTheDatabasesFirstPasswordIsOne(String stack) {
    DryRun run = Stacks.run(stack);
    List<String> found = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (ResourceView view : run.inventory().all()) {
      collect(view.inputs(), view.kind(), found, values);
    }

    assertThat(found).containsExactly("Cluster.masterPassword");
    String secret = String.valueOf(values.get(0));
    assertThat(run.inventory().all()).noneMatch(view -> plain(view.inputs()).contains(secret));
  }

  private static void collect(Object tree, String path, List<String> found, List<Object> values) {
    if (tree instanceof ResourceView.Secret secret) {
      found.add(path);
      values.add(secret.value());
    } else if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> collect(value, path + "." + key, found, values));
    } else if (tree instanceof List<?> list) {
      list.forEach(value -> collect(value, path, found, values));
    }
  }

  /** The tree as text, without its secrets. */
  private static String plain(Object tree) {
    if (tree instanceof ResourceView.Secret) {
      return "";
    }
    if (tree instanceof Map<?, ?> map) {
      StringBuilder text = new StringBuilder();
      map.values().forEach(value -> text.append(plain(value)).append(' '));
      return text.toString();
    }
    if (tree instanceof List<?> list) {
      StringBuilder text = new StringBuilder();
      list.forEach(value -> text.append(plain(value)).append(' '));
      return text.toString();
    }
    return String.valueOf(tree);
  }
}
