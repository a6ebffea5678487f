package com.pharmaserv.repave.cli;

import com.pharmaserv.repave.engine.Ports;
import com.pharmaserv.repave.wiring.Wiring;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
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
   * @param around may wrap the engine's ports; see {@link Wiring.Start}
   * @return the exit code
   */
  public static int run(String[] args, UnaryOperator<Ports> around) {
    new HeadStart().start();
    // Under some locales even %d writes other digits: names and sort keys would differ by machine.
    Locale.setDefault(Locale.ROOT);
    // The launcher knows: Java can not tell whether standard error alone is a terminal.
    boolean terminal = Boolean.getBoolean("repave.terminal");
    Map<String, String> variables = System.getenv();
    Console console =
        new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), terminal, variables);
    Wiring.Start start =
        new Wiring.Start(variables, Clock.systemUTC(), around, Wiring.Elsewhere.AWS);
    int code = Tool.run(console, start, args);
    console.flush();
    return code;
  }

  /** In UTF-8 with line feeds, whatever the machine prefers. */
  private static PrintWriter utf8(FileDescriptor stream) {
    return new Lines(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8));
  }

  /** Ends lines alike everywhere. */
  private static final class Lines extends PrintWriter {
    Lines(Writer out) {
      super(out);
    }

    @Override
    public void println() {
      write('\n');
    }
  }
}
