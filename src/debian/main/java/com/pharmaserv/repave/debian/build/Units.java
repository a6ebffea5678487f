package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.model.Recipe;
import java.util.List;
import java.util.stream.Collectors;

/** Units of systemd that the bake writes. */
final class Units {
  static final String CHECKS = "repave-live-checks.service";

  private Units() {}

  /** The image's command as a service that is started again whenever it ends. */
  static String service(Blueprint blueprint) {
    Recipe recipe = blueprint.recipe();
    return """
    # %s %s
    [Unit]
    Description=%s
    Wants=network-online.target
    After=network-online.target

    [Service]
    ExecStart=%s
    %sRestart=always
    RestartSec=1
    NoNewPrivileges=yes
    ProtectHome=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectControlGroups=yes
    RestrictSUIDSGID=yes

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            recipe.name(),
            recipe.version(),
            recipe.function(),
            command(recipe.run()),
            recipe.machine().user().map(user -> "User=" + user + "\n").orElse(""));
  }

  /** Runs only where the bake hangs in a disk by that name; no cloud has one. */
  static String checks(String service) {
    return """
    [Unit]
    Description=Checks of the image before use
    After=%s

    [Service]
    Type=exec
    ExecCondition=/bin/grep -qs repave-live-checks /sys/class/nvme/nvme0/serial /sys/class/nvme/nvme1/serial
    ExecStart=/bin/bash /usr/lib/repave/live-checks

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(service);
  }

  /** systemd.service(5), "Command lines": quotes, specifiers and variables are its own. */
  private static String command(List<String> words) {
    return words.stream()
        .map(
            word ->
                "\""
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("$", "$$")
                    + "\"")
        .collect(Collectors.joining(" "));
  }
}
