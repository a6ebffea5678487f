package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Commands;
import com.pharmaserv.repave.debian.boot.Findings;
import com.pharmaserv.repave.debian.boot.LiveCheck;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import java.util.List;
import java.util.Set;

/** Whether what a started disk said of itself is good enough. */
final class Verdicts {
  /** Clients of DHCP listen for their answers; RFC 2131 and RFC 8415. */
  private static final Set<String> DHCP = Set.of("udp 68", "udp 546");

  private Verdicts() {}

  static void require(Blueprint blueprint, Findings findings, Says says) throws BakeException {
    String file = blueprint.last().file();
    if (!findings.failed().isEmpty()) {
      throw new BakeException(
          "%s: in the started machine these units failed: %s"
              .formatted(file, String.join(", ", findings.failed())));
    }
    List<String> open =
        findings.listening().stream()
            .filter(socket -> !socket.endsWith(" loopback"))
            .filter(socket -> !socket.equals("tcp " + LiveCheck.HEALTH_PORT))
            .filter(socket -> !DHCP.contains(socket))
            .filter(socket -> !blueprint.machine().listen().contains(socket))
            .toList();
    if (!open.isEmpty()) {
      throw new BakeException(
          "%s: the started machine also listens on %s; close it, or say so: machine: {listen: [%s]}"
              .formatted(file, String.join(", ", open), String.join(", ", open)));
    }
    List<Blueprint.Step> checks = blueprint.checks();
    for (int i = 0; i < checks.size(); i++) {
      Recipe.Command command = checks.get(i).command();
      says.line(Commands.announced("check", command));
      Findings.Check check = findings.checks().getOrDefault(i, new Findings.Check(-1, "not run"));
      if (check.status() != 0) {
        throw Commands.failed(
            checks.get(i).source().folder(),
            "check",
            command,
            "failed in the started machine with status " + check.status(),
            check.output().lines().toList());
      }
    }
  }
}
