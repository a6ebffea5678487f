package com.pharmaserv.repave.infra;

import com.pharmaserv.repave.config.Project;
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

  static void stack(Context context) {
    Project project = Project.open(Path.of(".."));
    Stack.make(Blueprint.read(project, context.stackName(), LocalDate.now(ZoneOffset.UTC)));
    context.export("environment", context.stackName());
  }
}
