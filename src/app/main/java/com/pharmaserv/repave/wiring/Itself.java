package com.pharmaserv.repave.wiring;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** How this tool is started once more, in a process of its own. */
public final class Itself {
  /** Named, not referred to: the way leads from the main class down to here, not back. */
  public static final String MAIN = "com.pharmaserv.repave.cli.Main";

  private Itself() {}

  /** With the same options, as a person or a job would. */
  public static List<String> command() {
    List<String> options =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("-X"))
            .toList();
    return command(options);
  }

  /** As the process of a local cloud: an idle one must not be felt on a laptop. */
  public static List<String> cloud() {
    List<String> command =
        new ArrayList<>(
            command(
                List.of(
                    "-Xms16m",
                    "-Xmx192m",
                    "-XX:MaxDirectMemorySize=96m",
                    "-XX:+UseSerialGC",
                    "-Xss512k",
                    "-Xshare:auto")));
    command.addAll(List.of("local", "serve"));
    return command;
  }

  private static List<String> command(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
    return command;
  }
}
