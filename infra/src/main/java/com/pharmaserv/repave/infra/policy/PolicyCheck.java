package com.pharmaserv.repave.infra.policy;

import com.pharmaserv.repave.model.Regions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Gates a change: reads what {@code pulumi preview --json} or {@code pulumi stack export} printed
 * and looks at it with all rules. Started by {@code infra/check-policy FILE}.
 */
public final class PolicyCheck {
  private static final int HELD = 0;
  private static final int BROKEN = 1;
  private static final int USAGE = 2;

  private PolicyCheck() {}

  /** Ends with 0 if all rules hold, 1 if one is broken, 2 if there is nothing to look at. */
  @SuppressWarnings("SystemOut") // a program of its own, with nothing between it and the terminal
  public static void main(String[] args) {
    System.exit(run(args, LocalDate.now(ZoneOffset.UTC), System.out, System.err));
  }

  static int run(String[] args, LocalDate today, PrintStream out, PrintStream err) {
    if (args.length != 1) {
      err.println("usage: check-policy FILE, the output of pulumi preview --json or stack export");
      return USAGE;
    }
    List<ResourceView> views;
    try {
      views = Documents.read(Files.readString(Path.of(args[0])), args[0]);
    } catch (IOException e) {
      err.println("cannot read '" + args[0] + "': " + e.getMessage());
      return USAGE;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return USAGE;
    }
    Inventory stack = new Inventory(jurisdiction(views), views);
    List<Rule> rules = Rules.all(today);
    List<Sight.Finding> findings = Rules.findings(rules, stack);
    findings.forEach(out::println);
    err.println(
        rules.size() + " rules, " + views.size() + " resources, " + findings.size() + " findings");
    return findings.isEmpty() ? HELD : BROKEN;
  }

  /** That of most providers; one that stands elsewhere is found by the rule about places. */
  private static String jurisdiction(List<ResourceView> views) {
    long eu =
        views.stream()
            .filter(view -> view.type().equals("pulumi:providers:aws"))
            .filter(view -> Regions.of("eu").contains(view.text("region")))
            .count();
    long all = views.stream().filter(v -> v.type().equals("pulumi:providers:aws")).count();
    return 2 * eu >= all ? "eu" : "us";
  }
}
