package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.config.ConfigException;
import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.fleet.FleetAlarms;
import com.pharmaserv.repave.infra.repave.Wave;
import com.pharmaserv.repave.model.Environment;
import com.pharmaserv.repave.model.Fleet;
import com.pharmaserv.repave.model.Infrastructure;
import com.pharmaserv.repave.model.Recipe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a stack is made from, read and found good before the first resource.
 *
 * @param recipes of the fleets' images, by name
 * @param waves the turns of a rotation up to this environment's own, which is the last
 * @param later accounts by the names of the environments whose rotations begin with this one
 * @param today the only thing that differs between two runs over the same files
 */
record Blueprint(
    Environment environment,
    Environment.Aws aws,
    Infrastructure infrastructure,
    Map<String, Recipe> recipes,
    List<Wave> waves,
    Map<String, String> later,
    LocalDate today) {
  Blueprint {
    recipes = Map.copyOf(recipes);
    waves = List.copyOf(waves);
    later = Map.copyOf(later);
  }

  /** Reads the environment and its fleets' recipes, or throws with every problem of all of them. */
  static Blueprint read(Project project, String name, LocalDate today) {
    List<String> problems = new ArrayList<>();
    Environment environment;
    try {
      environment = project.environment(name);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(message(name, List.of(e.getMessage() + "")), e);
    }
    Optional<Infrastructure> infrastructure =
        environment.aws().flatMap(Environment.Aws::infrastructure);
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    for (Fleet fleet : environment.fleets()) {
      for (String alarm : fleet.policy().alarms()) {
        String objection = FleetAlarms.objection(fleet, alarm);
        if (!objection.isEmpty() && infrastructure.isPresent()) {
          problems.add("environments/" + name + ".yaml: " + objection);
        }
      }
      if (!recipes.containsKey(fleet.image())) {
        try {
          recipes.put(fleet.image(), project.recipe(fleet.image()));
        } catch (ConfigException e) {
          problems.add(e.getMessage() + "");
        }
      }
    }
    String file = "environments/" + name + ".yaml: ";
    if (environment.aws().isEmpty()) {
      problems.add(file + "provider is not aws; there is nothing to make for it");
    } else if (infrastructure.isEmpty()) {
      problems.add(file + "infrastructure is missing; describe it as the other environments do");
    }
    List<Wave> waves = List.of();
    Map<String, String> later = Map.of();
    if (environment.aws().isPresent()) {
      Waves order = new Waves(project, problems);
      waves = order.upTo(environment);
      later = order.beyond(environment);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(message(name, problems));
    }
    return new Blueprint(
        environment,
        environment.aws().orElseThrow(),
        infrastructure.orElseThrow(),
        recipes,
        waves,
        later,
        today);
  }

  Recipe recipe(String image) {
    Recipe recipe = recipes.get(image);
    if (recipe == null) {
      throw new IllegalStateException("recipe '" + image + "' was not read");
    }
    return recipe;
  }

  private static String message(String name, List<String> problems) {
    return "environment '" + name + "' is refused:\n" + String.join("\n", problems);
  }
}
