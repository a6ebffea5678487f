package com.pharmaserv.repave.aws.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.aws.twin.systems.ShellBehaviour;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the bake's scripts with a real shell, with a folder in the place of the machine's root and
 * stand-ins for the commands that change a system. A script with a path that does not lead into the
 * folder is not run.
 */
final class RealShell implements ShellBehaviour {
  private static final String SYSTEM = "/(etc|var|opt|run|root|home|tmp)\\b";
  private static final Pattern PATHS = Pattern.compile("(?<![\\w.])" + SYSTEM);
  private static final Pattern INNER = Pattern.compile("printf %s ([A-Za-z0-9+/=]+) \\| base64 -d");
  private static final long SECONDS_MAX = 60;

  private final Path root;
  private final Path stubs;

  RealShell(Path root) throws IOException {
    this.root = root;
    this.stubs = Files.createDirectories(root.resolve("stubs"));
    for (String folder : List.of("etc/systemd/system", "etc/ssh", "var/log", "var/tmp", "tmp")) {
      Files.createDirectories(root.resolve(folder));
    }
    Files.createDirectories(root.resolve("root"));
    Files.createDirectories(root.resolve("home"));
    stub("systemctl", "echo \"$@\" >> '" + root + "/systemctl.log'");
    stub("cloud-init", "exit 0");
    stub("apt-get", "case \"$*\" in *install*) touch '" + root + "/installed' ;; esac");
    stub(
        "dpkg-query",
        "case \"$3\" in",
        "  '') printf 'ii  openssl 3.0.17-1\\nrc  removed 1.0\\nii  bash 5.2\\n' ;;",
        "  openssl) echo 'ii  3.0.17-1' ;;",
        "  curl) [ -e '" + root + "/installed' ] && echo 'ii  8.5.0-1' || exit 1 ;;",
        "  *) exit 1 ;;",
        "esac");
  }

  private void stub(String name, String... lines) throws IOException {
    Path file = stubs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  @Override
  public Result run(String machine, String script) {
    try {
      return execute(moved(script));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs a file of the machine, as its system would. */
  Result runFile(String path) throws IOException, InterruptedException {
    return execute(safe(Files.readString(root.resolve(path))));
  }

  private Result execute(String script) throws IOException, InterruptedException {
    File file = Files.writeString(root.resolve("script"), script).toFile();
    File output = root.resolve("output").toFile();
    File errors = root.resolve("errors").toFile();
    ProcessBuilder builder =
        new ProcessBuilder("sh", file.toString()).redirectOutput(output).redirectError(errors);
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).as("ended in time").isTrue();
    assertThat(Files.readString(errors.toPath())).as("errors of: %s", script).isEmpty();
    String[] lines = Files.readString(output.toPath()).split("\n", -1);
    return process.exitValue() == 0
        ? Result.success(Duration.ofSeconds(2), lines)
        : Result.failure(process.exitValue(), Duration.ofSeconds(2), lines);
  }

  /** The script with all its paths below the folder, those of scripts inside of it, too. */
  private String moved(String script) {
    Matcher inner = INNER.matcher(script);
    StringBuilder out = new StringBuilder();
    int last = 0;
    while (inner.find()) {
      out.append(outer(script.substring(last, inner.start(1))));
      String text = new String(Base64.getDecoder().decode(inner.group(1)), StandardCharsets.UTF_8);
      out.append(Base64.getEncoder().encodeToString(moved(text).getBytes(StandardCharsets.UTF_8)));
      last = inner.end(1);
    }
    return safe(out.append(outer(script.substring(last))).toString());
  }

  private String outer(String script) {
    return PATHS
        .matcher(script)
        .replaceAll(match -> Matcher.quoteReplacement(root + match.group()))
        .replace("PATH=/usr/local/sbin", "PATH=" + stubs + ":/usr/local/sbin");
  }

  private String safe(String script) {
    String rest = script.replace(root.toString(), "ROOT");
    assertThat(PATHS.matcher(rest).results().map(match -> match.group()))
        .as("paths outside of %s in: %s", root, script)
        .isEmpty();
    return script;
  }
}
