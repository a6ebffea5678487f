package com.pharmaserv.repave.aws.image;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What runs on a builder machine. The first line of every script says what it is; commands of the
 * recipe travel as base64, so that neither a shell's quotes nor Run Command's own {@code {{ }}} can
 * change them.
 */
final class Scripts {
  /** The builder's notes about its own bake; gone before the image is made. */
  static final String NOTES = "/var/lib/repave-bake";

  /** Output of a step that one answer of Run Command holds: 21,336 of 24,000 characters. */
  static final int CHUNK = 16_000;

  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private Scripts() {}

  /** The image's tree on its machines. */
  static String tree(String function) {
    return "/opt/repave/" + function;
  }

  static String unit(String function) {
    return "repave-" + function + ".service";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Answers the names of the steps that have ended well. */
  static String ended() {
    return """
    # repave ended
    cd %s/steps 2>/dev/null || exit 0
    for step in *; do
      [ "$(cat "$step/status" 2>/dev/null)" = 0 ] && echo "$step"
    done
    exit 0
    """
        .formatted(NOTES);
  }

  /**
   * Runs a command once, however often it is asked for: whoever comes second waits for the first
   * one's end. Answers the size of the output and its beginning, and exits with the command's
   * status.
   */
  static String step(String name, String command, String directory, Duration bound) {
    return """
    # repave step %1$s
    step=%2$s/steps/%1$s
    mkdir -p %2$s/steps %4$s
    if mkdir "$step" 2>/dev/null; then
      printf %%s %3$s | base64 -d > "$step/command"
      (cd %4$s && exec env -i PATH=%5$s HOME=/root LC_ALL=C.UTF-8 \\
        DEBIAN_FRONTEND=noninteractive bash -euo pipefail "$step/command") \\
        > "$step/log" 2>&1 < /dev/null
      echo $? > "$step/status.new"
      mv "$step/status.new" "$step/status"
    fi
    waited=0
    while [ ! -e "$step/status" ] && [ $waited -lt %6$s ]; do
      sleep 1
      waited=$((waited + 1))
    done
    [ -e "$step/status" ] || exit 124
    wc -c < "$step/log"
    head -c %7$s "$step/log" | base64 -w0
    exit "$(cat "$step/status")"
    """
        .formatted(name, NOTES, base64(command), directory, PATH, bound.toSeconds(), CHUNK);
  }

  /** Answers the output of a step from a byte on, in base64. */
  static String follow(String name, long from) {
    return """
    # repave follow %1$s %2$s
    log=%3$s/steps/%1$s/log
    [ -e "$log" ] || exit 0
    tail -c +$((%2$s + 1)) "$log" | head -c %4$s | base64 -w0
    """
        .formatted(name, from, NOTES, CHUNK);
  }

  /** Stores a part of the parcel; repeating it changes nothing. */
  static String part(int number, String base64) {
    return """
    # repave part %1$s
    mkdir -p %2$s/parcel && cd %2$s/parcel || exit 1
    printf %%s '%3$s' | base64 -d > new-%4$s && mv new-%4$s part-%4$s
    """
        .formatted(number, NOTES, base64, String.format(Locale.ROOT, "%05d", number));
  }

  /** Unpacks the parcel into the tree if it is exactly what was sent. */
  static String unpack(int parts, String sha256, String tree) {
    return """
    found=$(ls %1$s/parcel/part-* | wc -l)
    if [ "$found" != %2$s ]; then
      echo "the files arrived in $found of %2$s parts"
      exit 1
    fi
    cat %1$s/parcel/part-* > %1$s/parcel/files.tar.gz
    if ! echo "%3$s  %1$s/parcel/files.tar.gz" | sha256sum -c --quiet -; then
      echo "the files were damaged on their way"
      exit 1
    fi
    tar -xzf %1$s/parcel/files.tar.gz -C %4$s --no-same-owner --preserve-permissions
    rm -rf %1$s/parcel
    """
        .formatted(NOTES, parts, sha256, tree);
  }

  /** Installs what the base lacks of the packages, then holds each against its least version. */
  static String packages(List<String> wishes) {
    StringBuilder script =
        new StringBuilder(
            """
            if command -v dpkg-query > /dev/null; then
              version() { dpkg-query -W -f='${db:Status-Abbrev} ${Version}\\n' "$1" 2>/dev/null |
                sed -n 's/^ii  *//p' | head -n 1; }
              refresh() { apt-get -q -y -o DPkg::Lock::Timeout=300 update; }
              install() { apt-get -q -y -o DPkg::Lock::Timeout=300 install \\
                --no-install-recommends "$1"; }
            else
              version() { rpm -q --qf '%{VERSION}-%{RELEASE}\\n' "$1" 2>/dev/null | head -n 1; }
              refresh() { :; }
              install() { if command -v dnf > /dev/null; then dnf -q -y install "$1";
                else yum -q -y install "$1"; fi; }
            fi
            fresh=no
            need() {
              if [ -z "$(version "$1" || :)" ]; then
                [ $fresh = yes ] || refresh
                fresh=yes
                install "$1" || { echo "package '$1' cannot be installed"; exit 1; }
              fi
              have=$(version "$1" || :)
              [ -n "$have" ] || { echo "package '$1' is missing after its installation"; exit 1; }
              echo "package $1 is $have"
              plain=${have#*:}
              if [ -n "$2" ] && [ "$(printf '%s\\n%s\\n' "$2" "$plain" | sort -V | head -n 1)" \\
                != "$2" ]; then
                echo "package '$1' is too old: $have, at least $2 is needed"
                exit 1
              fi
            }
            """);
    for (String wish : wishes) {
      String[] parts = wish.split(">=", 2);
      script
          .append("need '")
          .append(parts[0])
          .append("' '")
          .append(parts.length == 2 ? parts[1] : "")
          .append("'\n");
    }
    return script.toString();
  }

  /** Lets a machine of the image start its function by itself. */
  static String service(String function, String version, List<String> run) {
    String service =
        """
        # Written by the bake. To change it, add a file below /etc/systemd/system/%1$s.d in setup.
        [Unit]
        Description=%2$s %3$s
        Wants=network-online.target
        After=network-online.target cloud-final.service
        StartLimitIntervalSec=0

        [Service]
        WorkingDirectory=%4$s
        ExecStart=/usr/bin/env %5$s
        Environment=PATH=%6$s LC_ALL=C.UTF-8
        EnvironmentFile=-/etc/repave/%2$s.env
        Restart=always
        RestartSec=2
        DynamicUser=yes
        StateDirectory=repave-%2$s
        AmbientCapabilities=CAP_NET_BIND_SERVICE
        NoNewPrivileges=yes
        ProtectHome=yes

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(unit(function), function, version, tree(function), systemd(run), PATH);
    return """
    chmod -R a+rX %1$s
    printf %%s %2$s | base64 -d > /etc/systemd/system/%3$s
    chmod 644 /etc/systemd/system/%3$s
    systemctl daemon-reload
    systemctl enable %3$s
    """
        .formatted(tree(function), base64(service), unit(function));
  }

  /** Arguments as systemd reads them: quoted, its {@code %} and {@code $} doubled. */
  static String systemd(List<String> run) {
    StringBuilder line = new StringBuilder();
    for (String argument : run) {
      String escaped =
          argument
              .replace("\\", "\\\\")
              .replace("\"", "\\\"")
              .replace("%", "%%")
              .replace("$", "$$")
              .replace("\n", "\\n");
      line.append(line.isEmpty() ? "" : " ").append('"').append(escaped).append('"');
    }
    return line.toString();
  }

  /** Lists every package with its version, one a line. */
  static String facts() {
    return """
    if command -v dpkg-query > /dev/null; then
      dpkg-query -W -f='${db:Status-Abbrev} ${Package} ${Version}\\n' | sed -n 's/^ii  *//p'
    else
      rpm -qa --qf '%{NAME} %{VERSION}-%{RELEASE}\\n'
    fi | LC_ALL=C sort -u
    """;
  }

  /**
   * Removes what must not be the same on two machines, and what tells of the bake. What is in use
   * until the end (the notes, Systems Manager's registration, logs) goes while the machine shuts
   * down: a unit in /run, which is itself gone afterwards, is stopped after the agent, because it
   * was ordered before it.
   */
  static String generalise() {
    String last =
        """
        #!/bin/sh
        rm -rf /var/lib/amazon/ssm/* /var/log/amazon/ssm/* /var/log/journal/* %s
        find /var/log -type f -exec truncate -s 0 {} +
        : > /etc/machine-id
        rm -f /var/lib/systemd/random-seed
        sync
        """
            .formatted(NOTES);
    String unit =
        """
        [Unit]
        Description=Last step of the bake
        Before=amazon-ssm-agent.service snap.amazon-ssm-agent.amazon-ssm-agent.service
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/bin/true
        ExecStop=/bin/sh /run/repave-generalise
        """;
    return """
    if command -v cloud-init > /dev/null; then cloud-init clean --logs; fi
    rm -rf /var/lib/cloud/instance /var/lib/cloud/instances/* /var/lib/cloud/seed
    rm -f /etc/ssh/ssh_host_*
    rm -f /root/.ssh/authorized_keys /home/*/.ssh/authorized_keys
    rm -f /root/.*_history /home/*/.*_history /root/.lesshst /home/*/.lesshst
    rm -f /var/lib/dbus/machine-id
    if command -v apt-get > /dev/null; then apt-get clean; fi
    if command -v dnf > /dev/null; then dnf -q clean all; fi
    rm -rf /var/lib/dhcp/*.leases /var/lib/NetworkManager/*.lease
    find /tmp /var/tmp -mindepth 1 -delete || :
    mkdir -p /run/systemd/system
    printf %%s %1$s | base64 -d > /run/repave-generalise
    printf %%s %2$s | base64 -d > /run/systemd/system/repave-generalise.service
    systemctl daemon-reload
    systemctl start repave-generalise.service
    """
        .formatted(base64(last), base64(unit));
  }

  /** Parameters of the document {@code AWS-RunShellScript}. */
  static Map<String, List<String>> parameters(String script, Duration bound) {
    return Map.of(
        "commands", List.of(script), "executionTimeout", List.of(Long.toString(bound.toSeconds())));
  }
}
