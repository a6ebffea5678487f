package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.model.Base;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Debian's own resolver on the signed state of one suite, apart from the packages and settings of
 * the machine that it runs on. Needs no privileges and installs nothing.
 */
public final class Apt {
  /** Fetching 10 MB of indexes over a slow line; then somebody should look. */
  private static final Duration COMMAND_MAX = Duration.ofMinutes(10);

  private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
  private static final String DATED = "//snapshot.debian.org/";

  private final Path home;
  private final Base.Debian base;
  private final Map<String, String> environment;

  /**
   * Prepares for one suite.
   *
   * @param root where indexes are kept from one time to the next
   * @param host how commands are found
   */
  public Apt(Path root, Base.Debian base, Host host) {
    String key = String.join(" ", base.suite(), base.mirror(), base.security());
    String name = Sha256.of(key).substring(0, 12);
    this.home = root.resolve("apt").resolve(base.suite() + "-" + name);
    this.base = base;
    this.environment = host.environment(Map.of("APT_CONFIG", home.resolve("apt.conf").toString()));
  }

  /**
   * Fetches the indexes that have changed; apt verifies signatures, dates and hashes.
   *
   * @return the archives' states
   */
  public List<Lock.Archive> refresh() throws LockException {
    try {
      prepare();
      run(
          "read the archives of '%s'".formatted(base.suite()),
          "see that '%s' and '%s' can be reached and are what they should be"
              .formatted(base.mirror(), base.security()),
          List.of("apt-get", "update", "-qq", "-o", "APT::Update::Error-Mode=any"));
      return SignedStates.read(home.resolve("lists"), suites());
    } catch (IOException e) {
      throw new LockException("cannot read the archives of '%s': %s".formatted(base.suite(), e));
    }
  }

  /**
   * What apt would install into an empty tree now: the essential packages, the wanted ones and all
   * that they depend on, no recommendations.
   *
   * @param wanted each {@code name} or {@code name>=version}
   * @param recipe for messages
   */
  public List<LockedPackage> resolve(List<String> wanted, String recipe) throws LockException {
    try {
      List<String> names = wanted.stream().map(Wish::of).map(Wish::name).toList();
      // What it would fetch into an empty tree; a simulation says the same in four times the time.
      List<String> install =
          new ArrayList<>(List.of("apt-get", "install", "--print-uris", "-qq", "?essential"));
      install.addAll(names);
      Path fetched = home.resolve("fetched");
      run("resolve the packages of " + recipe, advice(), into(fetched, install));
      List<String> fetches = Files.readAllLines(fetched);
      List<String> offer = new ArrayList<>(List.of("apt-cache", "madison"));
      offer.addAll(Resolved.names(fetches, base.suite()));
      Path offered = home.resolve("offered");
      run("read who offers the packages of " + recipe, advice(), into(offered, offer));
      List<Resolved> found = Resolved.read(fetches, Files.readAllLines(offered), base.suite());
      List<String> show = new ArrayList<>(List.of("apt-cache", "show", "--no-all-versions"));
      found.forEach(one -> show.add(one.name() + "=" + one.version()));
      Path shown = home.resolve("shown");
      run("read the packages of " + recipe, advice(), into(shown, show));
      List<LockedPackage> locked = Stanzas.read(shown, found, base.suite());
      for (String text : wanted) {
        Wish.of(text).require(locked, recipe, base);
      }
      return locked;
    } catch (IOException e) {
      throw new LockException("%s: cannot resolve packages: %s".formatted(recipe, e));
    }
  }

  private String advice() {
    return "search https://packages.debian.org/%s for the name".formatted(base.suite());
  }

  private Map<String, String> suites() {
    Map<String, String> suites = new LinkedHashMap<>();
    suites.put(base.suite(), base.mirror());
    suites.put(base.suite() + "-updates", base.mirror());
    if (!base.security().equals(Base.Debian.NONE)) {
      suites.put(base.suite() + "-security", base.security());
    }
    return suites;
  }

  private static List<String> into(Path file, List<String> command) {
    List<String> all =
        new ArrayList<>(List.of("bash", "-c", "exec \"$@\" >\"$0\"", file.toString()));
    all.addAll(command);
    return all;
  }

  private void run(String what, String remedy, List<String> command)
      throws LockException, IOException {
    List<String> complaints = new ArrayList<>();
    try {
      Shell.Outcome outcome =
          new Shell(home, environment, COMMAND_MAX)
              .run(
                  command,
                  line -> {
                    if (line.startsWith("E: ") || line.startsWith("W: ")) {
                      complaints.add(line.substring(3));
                    }
                  });
      if (!outcome.good()) {
        List<String> said = complaints.isEmpty() ? outcome.tail() : complaints;
        throw new LockException(
            "cannot %s: %s; %s".formatted(what, String.join("; ", said), remedy));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LockException("cannot " + what + ": interrupted");
    }
  }

  private void prepare() throws IOException {
    for (String folder : List.of("lists/partial", "cache/archives/partial", "none")) {
      Files.createDirectories(home.resolve(folder));
    }
    // No package is installed here: what is resolved depends on the archive alone.
    Files.writeString(home.resolve("status"), "");
    StringBuilder sources = new StringBuilder();
    suites().forEach((suite, url) -> source(sources, url, suite));
    Files.writeString(home.resolve("sources.list"), sources);
    Files.writeString(home.resolve("apt.conf"), SETTINGS.replace("@", home.toString()));
  }

  private static void source(StringBuilder sources, String url, String suite) {
    String options = url.contains(DATED) ? " check-valid-until=no" : "";
    sources.append("deb [signed-by=%s%s] %s %s main\n".formatted(KEYRING, options, url, suite));
  }

  private static final String SETTINGS =
      """
      Dir "@";
      Dir::Etc "@";
      Dir::Etc::Main "none/none";
      Dir::Etc::Parts "none";
      Dir::Etc::SourceList "sources.list";
      Dir::Etc::SourceParts "none";
      Dir::Etc::Preferences "none/none";
      Dir::Etc::PreferencesParts "none";
      Dir::Etc::Trusted "none/none";
      Dir::Etc::TrustedParts "none";
      Dir::State "@";
      Dir::State::lists "lists";
      Dir::State::status "@/status";
      Dir::State::extended_states "@/extended";
      Dir::Cache "cache";
      Dir::Log "@/log";
      APT::Architecture "amd64";
      APT::Architectures { "amd64"; };
      APT::Install-Recommends "false";
      APT::Sandbox::User "";
      APT::Get::AllowUnauthenticated "false";
      Acquire::Languages "none";
      Acquire::PDiffs "false";
      Acquire::Retries "3";
      Debug::NoLocking "true";
      """;
}
