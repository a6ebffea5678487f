package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Inputs;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * What a recipe puts over the installed packages: its files, its users, kernel parameters, the unit
 * of its command, and the checks that run when the disk is started before use.
 */
final class Overlay {
  static final String CHECKS = "usr/lib/repave/checks/";

  /** Folders that are links on every Debian since 12: what is put there would lose the link. */
  private static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib64");

  private final Blueprint blueprint;
  private final Instant at;
  private final SortedMap<String, Content> files = new TreeMap<>();

  private static final class Content {
    private final byte[] bytes;
    private final boolean executable;

    Content(byte[] bytes, boolean executable) {
      this.bytes = bytes;
      this.executable = executable;
    }
  }

  Overlay(Blueprint blueprint, Instant at) {
    this.blueprint = blueprint;
    this.at = at;
  }

  /** Writes it as a tar; the same inputs always give the same bytes. */
  void write(Path tar, Path store) throws IOException, BakeException {
    for (Map.Entry<String, Inputs.Input> input : blueprint.inputs().entrySet()) {
      put(input.getKey(), input.getValue().read(), input.getValue().executable());
    }
    for (Recipe.Artefact artefact : blueprint.artefacts()) {
      if (artefact.to().isPresent()) {
        put(artefact.to().get(), Files.readAllBytes(store.resolve(artefact.sha256())), false);
      }
    }
    Recipe.Machine machine = blueprint.machine();
    if (!machine.users().isEmpty()) {
      put("usr/lib/sysusers.d/repave.conf", lines(machine.users(), "u %s - - -"));
    }
    if (!machine.sysctl().isEmpty()) {
      put("usr/lib/sysctl.d/90-repave.conf", lines(machine.sysctl(), "%s"));
    }
    put("usr/lib/systemd/system/" + unit(), Units.service(blueprint));
    put("usr/lib/systemd/system/" + Units.CHECKS, Units.checks(unit()));
    put(
        "usr/lib/repave/live-checks",
        Scripts.text(Scripts.CHECKS).getBytes(StandardCharsets.UTF_8),
        true);
    int number = 0;
    for (Blueprint.Step check : blueprint.checks()) {
      put(CHECKS + number(number++), check.command().shell() + "\n");
    }
    try (OutputStream out = Files.newOutputStream(tar);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(out, "UTF-8")) {
      archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, Content> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("./" + file.getKey());
        entry.setSize(file.getValue().bytes.length);
        entry.setModTime(at.toEpochMilli());
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(file.getValue().executable ? 0100755 : 0100644);
        archive.putArchiveEntry(entry);
        archive.write(file.getValue().bytes);
        archive.closeArchiveEntry();
      }
    }
  }

  /** Units that start with the machine. */
  List<String> enabled() {
    List<String> units = new ArrayList<>(blueprint.machine().enable());
    units.add(unit());
    units.add(Units.CHECKS);
    return units;
  }

  String unit() {
    return Units.name(blueprint.recipe());
  }

  /** Three digits, so that names sort as numbers do. */
  static String number(int number) {
    return String.format(Locale.ROOT, "%03d", number);
  }

  private void put(String to, String text) throws BakeException {
    put(to, text.getBytes(StandardCharsets.UTF_8), false);
  }

  private void put(String to, byte[] bytes, boolean executable) throws BakeException {
    String first = to.substring(0, Math.max(0, to.indexOf('/')));
    if (MERGED.contains(first)) {
      throw new BakeException(
          "%s: file '%s' goes into /%s, which is a link to /usr/%s; write usr/%s"
              .formatted(blueprint.last().file(), to, first, first, to));
    }
    if (files.put(to, new Content(bytes, executable)) != null) {
      throw new BakeException("%s: two things go to '%s'".formatted(blueprint.last().file(), to));
    }
  }

  private static String lines(List<String> values, String format) {
    return values.stream().map(format::formatted).collect(Collectors.joining("\n", "", "\n"));
  }
}
