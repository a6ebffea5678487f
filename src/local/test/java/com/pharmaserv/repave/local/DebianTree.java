package com.pharmaserv.repave.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.model.Base;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Disks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * A small real Debian system as the bake hands it over. Where a tool is missing that the README
 * names for images, tests are skipped and say so; a machine of continuous integration must have
 * them.
 */
final class DebianTree {
  static final String SERVICE = "repave-app.service";
  static final List<String> UNITS = List.of("who.service", "look.service", "chatter.service");
  private static final List<String> TOOLS =
      List.of("mmdebstrap", "perl", "unshare", "bwrap", "tar");
  private static final Duration MAKE_MAX = Duration.ofMinutes(10);
  private static final String PATH = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");

  private DebianTree() {}

  static void requireTools() {
    List<String> missing = TOOLS.stream().filter(tool -> Shell.find(PATH, tool).isEmpty()).toList();
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      assertThat(missing).as("tools that continuous integration must have").isEmpty();
    }
    Assumptions.assumeTrue(missing.isEmpty(), () -> missing + " missing here");
  }

  /** The installed packages, made once for all runs of the build's folder. */
  private static Path packages() throws Exception {
    Path target = Path.of("target").toAbsolutePath();
    Path tar = target.resolve("debian-tree.tar");
    if (!Files.exists(tar)) {
      Files.createDirectories(target);
      Path draft = target.resolve("debian-tree.draft.tar");
      run(
          target,
          List.of(
              "mmdebstrap",
              "--mode=" + (Shell.root() ? "root" : "unshare"),
              "--variant=essential",
              "--skip=output/dev",
              "--aptopt=APT::Install-Recommends \"false\"",
              "--aptopt=Acquire::Languages \"none\"",
              "--dpkgopt=path-exclude=/usr/share/doc/*",
              "--dpkgopt=path-exclude=/usr/share/locale/*",
              "--dpkgopt=force-unsafe-io",
              "--include=systemd,nginx-light,openssl",
              "trixie",
              draft.toString(),
              Base.Debian.MIRROR));
      Files.move(draft, tar, StandardCopyOption.ATOMIC_MOVE);
    }
    return tar;
  }

  /** A version of the image, packed. */
  static Path make(Path folder, String version) throws Exception {
    Files.createDirectories(folder);
    Path tar = folder.resolve("tree-" + version + ".tar");
    Files.copy(packages(), tar);
    Path over = folder.resolve("over-" + version);
    put(over, "etc/nginx/app.conf", NGINX.replace("VERSION", version));
    put(over, "usr/lib/look", LOOK);
    put(over, "etc/systemd/system/key.service", KEY);
    put(over, "etc/systemd/system/who.service", WHO);
    put(over, "etc/systemd/system/look.service", LOOK_UNIT);
    put(over, "etc/systemd/system/chatter.service", "[Service]\nExecStart=/bin/sleep 1d\n");
    put(over, "usr/lib/systemd/system/" + SERVICE, APP);
    Path requires = over.resolve("etc/systemd/system/" + SERVICE + ".requires");
    Files.createDirectories(requires);
    Files.createSymbolicLink(
        requires.resolve("key.service"), Path.of("/etc/systemd/system/key.service"));
    run(
        over,
        List.of(
            "tar", "--append", "--owner=0", "--group=0", "--file", tar.toString(), "etc", "usr"));
    return tar;
  }

  static Disks.Finished finished(Path folder, String version) throws Exception {
    Path disk = folder.resolve("disk-" + version + ".raw");
    Path tar = make(folder, version);
    Files.writeString(disk, "not looked at");
    Recipe recipe =
        new Recipe(
            "small",
            "app",
            version,
            new Base.Debian("trixie", Base.Debian.MIRROR, Base.Debian.SECURITY),
            List.of(),
            List.of(),
            List.of(),
            List.of("/usr/sbin/nginx"),
            new Recipe.HealthCheck("/health", Duration.ofMillis(250), Duration.ofSeconds(2)),
            List.of(),
            "tests");
    return new Disks.Finished(
        new ImageId("small", version.repeat(64)),
        recipe,
        new TreeMap<>(),
        disk,
        new Disks.Root(tar, SERVICE, UNITS),
        Optional.empty());
  }

  private static void put(Path over, String to, String text) throws IOException {
    Path file = over.resolve(to);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void run(Path folder, List<String> command) throws Exception {
    List<String> said = new ArrayList<>();
    Map<String, String> variables = new TreeMap<>(System.getenv());
    variables.put("PATH", PATH + ":/usr/sbin:/sbin");
    Shell.Outcome outcome = new Shell(folder, variables, MAKE_MAX).run(command, said::add);
    assertThat(outcome.good()).as(command + ": " + said).isTrue();
  }

  static Optional<String> value(String look, String name) {
    return look.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  private static final String NGINX =
      """
      user www-data;
      worker_processes 1;
      pid /run/nginx.pid;
      error_log stderr warn;
      events { worker_connections 1024; }
      http {
        access_log off;
        server {
          listen 8443 ssl;
          ssl_certificate /run/key/certificate.pem;
          ssl_certificate_key /run/key/key.pem;
          location = /health { return 200 "healthy"; }
          location = /version { return 200 "VERSION"; }
          location = /look { alias /run/look; }
          location = /large { return 413; }
        }
      }
      """;

  private static final String APP =
      """
      [Unit]
      Wants=network-online.target
      [Service]
      ExecStart="/usr/sbin/nginx" "-c" "/etc/nginx/app.conf" "-g" "daemon off;"
      Restart=always
      NoNewPrivileges=yes
      """;

  private static final String KEY =
      """
      [Service]
      Type=oneshot
      UMask=0077
      RuntimeDirectory=key
      ExecStart=/usr/bin/openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \\
        -subj /CN=machine -keyout %t/key/key.pem -out %t/key/certificate.pem
      """;

  private static final String WHO =
      """
      [Service]
      Type=oneshot
      User=www-data
      Environment=GREETING="a  b" OTHER=c
      RuntimeDirectory=who
      ExecStart=-/bin/false
      ExecStart=/bin/sh -c 'echo "who: $$(id -un) ${GREETING} $$HOME $RUNTIME_DIRECTORY" >/run/who/out'
      """;

  private static final String LOOK_UNIT =
      """
      [Unit]
      After=who.service
      [Service]
      Type=oneshot
      ExecStart=/bin/bash /usr/lib/look
      """;

  /** What a machine sees of the one it runs on, and may do to it. */
  private static final String LOOK =
      """
      exec >/run/look 2>/dev/null
      cat /run/who/out
      echo "hostname: $(</proc/sys/kernel/hostname)"
      processes=(/proc/[0-9]*)
      echo "processes: ${#processes[@]}"
      echo "root: $(echo /*)"
      echo "home: $(echo /home/* /root/*)"
      echo "network: $(tail -n +3 /proc/net/dev | cut -d : -f 1 | xargs)"
      echo "privileges: $(grep NoNewPrivs /proc/self/status | cut -f 2)"
      [[ ! -e /usr/lib/changed ]] && echo changed >/usr/lib/changed && echo "own files: written"
      rm -r /etc/nginx/sites-available && mkdir /etc/nginx/sites-available && echo "own folders: replaced"
      pattern=$(</proc/sys/kernel/core_pattern)
      printf '%s' "$pattern" >/proc/sys/kernel/core_pattern && echo "kernel: open" || echo "kernel: closed"
      perl -e '$x = "a" x 1500e6' && echo "memory: open" || echo "memory: bounded"
      fallocate -l 1200M /var/large && echo "files: open" || echo "files: bounded"
      rm -f /var/large
      """;
}
