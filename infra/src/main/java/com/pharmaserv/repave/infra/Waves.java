package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.repave.Wave;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Upkeep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which environments are rotated before one, and which after it, as their files say. All of them
 * are on AWS and in one jurisdiction.
 */
final class Waves {
  private final Project project;
  private final List<String> problems;

  /**
   * @param problems where what is wrong is added
   */
  Waves(Project project, List<String> problems) {
    this.project = project;
    this.problems = problems;
  }

  /** The turns up to that of an environment, which is the last. */
  List<Wave> upTo(Environment last) {
    return chain(last).stream().map(Wave::of).toList();
  }

  /** Accounts by the names of the environments whose rotations begin with this one. */
  Map<String, String> beyond(Environment environment) {
    Map<String, String> later = new LinkedHashMap<>();
    for (String name : project.environmentNames()) {
      if (!name.equals(environment.name())) {
        read(name)
            .filter(other -> other.aws().isPresent() && other.upkeep().after().isPresent())
            .filter(other -> chain(other).stream().anyMatch(e -> e.id().equals(environment.id())))
            .ifPresent(other -> later.put(name, other.aws().orElseThrow().account()));
      }
    }
    return later;
  }

  /** An environment behind all those where its images prove themselves. */
  private List<Environment> chain(Environment last) {
    List<Environment> chain = new ArrayList<>(List.of(last));
    Optional<Upkeep.After> after = last.upkeep().after();
    while (after.isPresent()) {
      String name = after.get().environment().name();
      String objection = "environments/" + chain.get(0).name() + ".yaml: rotation.after is " + name;
      if (chain.stream().anyMatch(e -> e.name().equals(name))) {
        return refused(chain, objection + ", which comes after it");
      }
      Optional<Environment> before = read(name);
      if (before.isEmpty()) {
        return chain;
      }
      if (before.get().aws().isEmpty()) {
        return refused(chain, objection + ", which is not on AWS");
      }
      if (before.get().jurisdiction() != last.jurisdiction()) {
        return refused(chain, objection + ", which is in another jurisdiction");
      }
      chain.add(0, before.get());
      after = before.get().upkeep().after();
    }
    return chain;
  }

  private List<Environment> refused(List<Environment> chain, String why) {
    note(why);
    return chain;
  }

  private Optional<Environment> read(String name) {
    try {
      return Optional.of(project.environment(name));
    } catch (ConfigException e) {
      note(e.getMessage() + "");
      return Optional.empty();
    }
  }

  /** A file is read more than once. */
  private void note(String problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
