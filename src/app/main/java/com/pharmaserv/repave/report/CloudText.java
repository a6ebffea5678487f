package com.pharmaserv.repave.report;

import com.pharmaserv.repave.operation.CloudProcess.LocalEnvironment;
import com.pharmaserv.repave.operation.CloudProcess.Running;
import com.pharmaserv.repave.operation.CloudProcess.Status;
import com.pharmaserv.repave.operation.CloudProcess.Stopped;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The local cloud's process in words. */
public final class CloudText {
  private static final long MIB = 1024L * 1024;

  private CloudText() {}

  /** It was started, or ran already. */
  public static List<String> started(Status status) {
    String pid = status.cloud().map(cloud -> " (pid %s)".formatted(cloud.pid())).orElse("");
    return List.of(
        "local cloud runs%s, kept in %s".formatted(pid, status.folder()),
        "its certificate authority: " + status.authority());
  }

  /** It was stopped. */
  public static String stopped(Stopped stopped) {
    return stopped.stopped() ? "local cloud stopped" : "local cloud was not running";
  }

  /** Whether it runs, and what it takes. */
  public static List<String> status(Status status) {
    if (status.cloud().isEmpty()) {
      return List.of("local cloud is not running; start it with 'repave local start'");
    }
    Running cloud = status.cloud().get();
    List<String> lines = new ArrayList<>();
    lines.add(
        "local cloud runs: pid %s, since %s%s"
            .formatted(
                cloud.pid(),
                cloud.startedAt().truncatedTo(ChronoUnit.SECONDS),
                cloud
                    .residentBytes()
                    .map(bytes -> ", %s MB resident".formatted(bytes / MIB))
                    .orElse("")));
    cloud.environments().forEach(environment -> lines.add("  " + line(environment)));
    return lines;
  }

  private static String line(LocalEnvironment environment) {
    return "%s: port %s, test route on %s, %s generations, %s machines%s"
        .formatted(
            environment.name(),
            environment.port(),
            environment.testPort(),
            environment.generationCount(),
            environment.machineCount(),
            environment.trouble().map(trouble -> "; TROUBLE: " + trouble).orElse(""));
  }
}
