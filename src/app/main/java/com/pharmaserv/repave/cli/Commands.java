package com.pharmaserv.repave.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands by name, in the order of the help text. */
final class Commands {
  private static final Map<String, Supplier<Object>> ALL = all();

  private Commands() {}

  private static Map<String, Supplier<Object>> all() {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("bake", BakeCommand::new);
    all.put("roll", RollCommand::new);
    all.put("rotate", RotateCommand::new);
    all.put("status", StatusCommand::new);
    all.put("rollback", SignalCommands.Rollback::new);
    all.put("abort", SignalCommands.Abort::new);
    all.put("pause", SignalCommands.Pause::new);
    all.put("resume", SignalCommands.Resume::new);
    all.put("approve", SignalCommands.Approve::new);
    all.put("reject", SignalCommands.Reject::new);
    all.put("images", ImagesCommand::new);
    all.put("journal", JournalCommand::new);
    all.put("audit", AuditCommand::new);
    all.put("sweep", SweepCommand::new);
    all.put("rehearse", RehearseCommand::new);
    all.put("iam-policy", IamPolicyCommand::new);
    all.put("local", LocalCommand::new);
    all.put("demo", DemoCommand::new);
    all.put("completion", CompletionCommand::new);
    return Collections.unmodifiableMap(all);
  }

  static Set<String> names() {
    return ALL.keySet();
  }

  /**
   * Adds the commands that these arguments may need. Reading the annotations of all of them takes
   * longer than {@code status} itself, and where the first argument names one, only that one
   * counts.
   */
  static void add(CommandLine line, String... args) {
    if (args.length > 0 && ALL.containsKey(args[0])) {
      line.addSubcommand(args[0], ALL.get(args[0]).get());
      return;
    }
    ALL.forEach((name, command) -> line.addSubcommand(name, command.get()));
  }
}
