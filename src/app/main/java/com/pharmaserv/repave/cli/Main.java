package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Ports;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Where the process begins: standard streams, environment variables, exit code. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    boolean training = args.length == 1 && args[0].equals("--train");
    System.exit(training ? Training.run() : run(args, UnaryOperator.identity()));
  }

  /**
   * Runs one command on the standard streams.
   *
   * @param around may wrap the engine's ports; see {@link Wiring}
   * @return the exit code
   */
  public static int run(String[] args, UnaryOperator<Ports> around) {
    // Under some locales even %d writes other digits: names and sort keys would differ by machine.
    Locale.setDefault(Locale.ROOT);
    PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8));
    // The launcher knows: Java can not tell whether standard error alone is a terminal.
    boolean terminal = Boolean.getBoolean("repave.terminal");
    int code =
        Repave.run(
            args,
            new Repave(out, err, terminal, Map.copyOf(System.getenv()), Clock.systemUTC(), around));
    out.flush();
    err.flush();
    return code;
  }
}
