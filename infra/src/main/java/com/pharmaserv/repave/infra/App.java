package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.config.Project;
import com.pharmaserv.repave.infra.dryrun.DryRun;
import com.pulumi.Context;
import com.pulumi.Pulumi;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Entry point of {@code pulumi up}: one stack is one environment, and carries its name. */
public final class App {
  private App() {}

  /** Runs the stack that Pulumi selected. Pulumi starts this program in its own folder, infra/. */
  public static void main(String[] args) {
    Pulumi.run(App::stack);
  }

  private static void stack(Context context) {
    Project project = Project.open(Path.of(".."));
    Stack.make(Blueprint.read(project, context.stackName(), LocalDate.now(ZoneOffset.UTC)));
    context.export("environment", context.stackName());
  }

  /**
   * What the program would ask Pulumi for, found out without Pulumi's engine and without AWS.
   *
   * @param environment its name
   * @throws IllegalArgumentException with every problem of the environment's files
   */
  public static DryRun dryRun(Project project, String environment, LocalDate today) {
    Blueprint blueprint = Blueprint.read(project, environment, today);
    return DryRun.of(
        environment,
        blueprint.environment().jurisdiction(),
        blueprint.aws().account(),
        context -> Stack.make(blueprint));
  }
}
