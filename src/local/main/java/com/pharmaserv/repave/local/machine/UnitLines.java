package com.pharmaserv.repave.local.machine;

import static com.pharmaserv.repave.local.machine.UnitFile.SERVICE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A service as lines for the shell that starts a machine. */
final class UnitLines {
  /** What changes what runs, and is not done here; limits and locks on top of it only restrict. */
  private static final Set<String> REFUSED =
      Set.of(
          "Service.EnvironmentFile",
          "Service.PassEnvironment",
          "Service.UnsetEnvironment",
          "Service.LoadCredential",
          "Service.LoadCredentialEncrypted",
          "Service.ImportCredential",
          "Service.SetCredential",
          "Service.SetCredentialEncrypted",
          "Service.RootDirectory",
          "Service.RootImage",
          "Service.BindPaths",
          "Service.BindReadOnlyPaths",
          "Service.TemporaryFileSystem",
          "Service.DynamicUser",
          "Service.SupplementaryGroups",
          "Service.AmbientCapabilities",
          "Service.ExecCondition",
          "Service.ExecSearchPath",
          "Service.StandardInput",
          "Service.StandardInputText",
          "Service.StandardInputData",
          "Service.Sockets");

  /** Folders that a unit asks for: setting, where, and the variable that names them. */
  private static final List<List<String>> FOLDERS =
      List.of(
          List.of("RuntimeDirectory", "/run/", "RUNTIME_DIRECTORY"),
          List.of("StateDirectory", "/var/lib/", "STATE_DIRECTORY"),
          List.of("CacheDirectory", "/var/cache/", "CACHE_DIRECTORY"),
          List.of("LogsDirectory", "/var/log/", "LOGS_DIRECTORY"),
          List.of("ConfigurationDirectory", "/etc/", "CONFIGURATION_DIRECTORY"));

  private final UnitFile unit;
  private final Map<String, String> variables = new TreeMap<>();
  private final List<String> lines = new ArrayList<>();

  private UnitLines(UnitFile unit) {
    this.unit = unit;
  }

  /** One that runs to its end. */
  static List<String> once(UnitFile unit) throws IOException {
    UnitLines of = new UnitLines(unit);
    of.prepare();
    of.all("ExecStartPre");
    of.all("ExecStart");
    of.all("ExecStartPost");
    return of.lines;
  }

  /** The one as long as which the machine lives. */
  static List<String> serve(UnitFile unit, int port) throws IOException {
    UnitLines of = new UnitLines(unit);
    of.prepare();
    of.all("ExecStartPre");
    List<String> commands = unit.all(SERVICE, "ExecStart");
    if (commands.size() != 1 || !unit.all(SERVICE, "ExecStartPost").isEmpty()) {
      throw unit.refused("not exactly one command");
    }
    of.lines.add("serve %s %s".formatted(port, of.run(of.command(commands.get(0)))));
    return of.lines;
  }

  private void prepare() throws IOException {
    for (String key : unit.keys()) {
      if (REFUSED.contains(key) || key.matches("Unit\\.(Condition|Assert).*")) {
        throw unit.refused("'" + key.substring(key.indexOf('.') + 1) + "='");
      }
    }
    for (String line : unit.all(SERVICE, "Environment")) {
      for (String word : UnitCommand.split(unit, unit.expanded(line))) {
        int equals = word.indexOf('=');
        if (equals < 1) {
          throw unit.refused("'Environment=" + word + "'");
        }
        variables.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    for (List<String> kind : FOLDERS) {
      folders(kind.get(0), kind.get(1), kind.get(2));
    }
  }

  private void folders(String setting, String below, String variable) throws IOException {
    List<String> places = new ArrayList<>();
    String mode = unit.last(SERVICE, setting + "Mode").orElse("0755");
    for (String line : unit.all(SERVICE, setting)) {
      for (String name : UnitCommand.split(unit, unit.expanded(line))) {
        if (name.contains(":") || name.startsWith("/") || name.contains("..")) {
          throw unit.refused("'" + setting + "=" + name + "'");
        }
        places.add(below + name);
      }
    }
    for (String place : places) {
      lines.add(
          "folder %s %s %s %s".formatted(quoted(place), quoted(mode), user(false), group(false)));
    }
    if (!places.isEmpty()) {
      variables.put(variable, String.join(":", places));
    }
  }

  private void all(String setting) throws IOException {
    for (String line : unit.all(SERVICE, setting)) {
      UnitCommand command = command(line);
      lines.add(
          "once %s %s %s"
              .formatted(quoted(unit.name()), command.mayFail() ? "may" : "must", run(command)));
    }
  }

  private UnitCommand command(String line) throws IOException {
    return UnitCommand.read(unit, line, variables);
  }

  private String run(UnitCommand command) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(quoted(unit.last(SERVICE, "UMask").orElse("0022")));
    String folder = unit.last(SERVICE, "WorkingDirectory").orElse("/").replaceFirst("^-", "");
    if (!folder.startsWith("/")) {
      throw unit.refused("'WorkingDirectory=" + folder + "'");
    }
    words.add(quoted(folder));
    words.add(user(command.asRoot()));
    words.add(group(command.asRoot()));
    variables.forEach((name, value) -> words.add(quoted(name + "=" + value)));
    words.add("--");
    command.words().forEach(word -> words.add(quoted(word)));
    return String.join(" ", words);
  }

  private String user(boolean asRoot) throws IOException {
    Optional<String> user = asRoot ? Optional.empty() : unit.last(SERVICE, "User");
    return quoted(user.orElse(""));
  }

  private String group(boolean asRoot) throws IOException {
    Optional<String> group = asRoot ? Optional.empty() : unit.last(SERVICE, "Group");
    return quoted(group.orElse(""));
  }

  /** One word for a shell, whatever is in it. */
  static String quoted(String word) {
    return word.codePoints()
        .mapToObj(c -> c == '\'' ? "'\\''" : Character.toString(c))
        .collect(Collectors.joining("", "'", "'"));
  }
}
