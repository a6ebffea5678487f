package com.pharmaserv.repave.infra;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Output;

/** Entry point of {@code pulumi up}: one stack is one environment, and carries its name. */
public final class App {

  private App() {}

  /** Runs the stack that Pulumi selected. */
  public static void main(String[] args) {
    Pulumi.run(App::stack);
  }

  static void stack(Context context) {
    context.export("environment", Output.of(context.stackName()));
  }
}
