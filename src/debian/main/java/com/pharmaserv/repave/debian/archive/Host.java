package com.pharmaserv.repave.debian.archive;

import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.lock.LockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The machine that bakes: how its commands are found, and which packages bring those that miss.
 *
 * @param variables its environment
 */
public record Host(Map<String, String> variables) {
  /** Root's folders are not on everybody's path. */
  private static final String SYSTEM = ":/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> PASSED =
      List.of("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY");

  public Host {
    variables = Map.copyOf(variables);
  }

  /** What a job cannot do without: a command or a file, and Debian's package of it. */
  public enum Need {
    APT("apt-get", "apt"),
    KEYRING("/usr/share/keyrings/debian-archive-keyring.gpg", "debian-archive-keyring"),
    MMDEBSTRAP("mmdebstrap", "mmdebstrap"),
    UNSHARE("unshare", "util-linux"),
    NEWUIDMAP("newuidmap", "uidmap"),
    QEMU("qemu-system-x86_64", "qemu-system-x86"),
    FIRMWARE("/usr/share/OVMF/OVMF_CODE_4M.fd", "ovmf");

    private final String place;
    private final String from;

    Need(String place, String from) {
      this.place = place;
      this.from = from;
    }
  }

  /** Nothing of the caller's environment but the path, proxies, and what is given. */
  public Map<String, String> environment(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.put("PATH", path());
    all.put("LC_ALL", "C");
    for (String name : PASSED) {
      if (variables.containsKey(name)) {
        all.put(name, variables.get(name));
      }
    }
    return all;
  }

  /** Fails with the one line that installs all that is missing. */
  public void require(String what, Need... needs) throws LockException {
    Set<String> missing = new LinkedHashSet<>();
    for (Need need : needs) {
      if (!has(need.place)) {
        missing.add(need.from);
      }
    }
    if (!missing.isEmpty()) {
      throw new LockException(
          "cannot %s: %s missing here; run: apt-get install --no-install-recommends %s"
              .formatted(
                  what,
                  String.join(", ", missing) + (missing.size() == 1 ? " is" : " are"),
                  String.join(" ", missing)));
    }
  }

  private boolean has(String place) {
    return place.startsWith("/")
        ? Files.isReadable(Path.of(place))
        : Shell.find(path(), place).isPresent();
  }

  private String path() {
    return variables.getOrDefault("PATH", "") + SYSTEM;
  }
}
