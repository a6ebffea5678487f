package com.pharmaserv.repave.debian.check;

import com.pharmaserv.repave.debian.archive.Deb822;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Looks into a finished tree: exactly the locked packages, nobody who can log in, no key that all
 * machines would share, nothing that runs as somebody else but what a package brought, and no more
 * than the budget.
 */
public final class TreeCheck {
  /** A password that no input matches: crypt(5) has none that begins so. */
  private static final Pattern LOCKED = Pattern.compile("[!*].*");

  private static final Pattern LOGIN_KEYS =
      Pattern.compile("(?:.*/)?(?:authorized_keys2?|ssh_host_[a-z0-9]+_key)");

  private static final long MIB = 1 << 20;

  private final Tree tree;
  private final List<String> problems = new ArrayList<>();

  private TreeCheck(Tree tree) {
    this.tree = tree;
  }

  /**
   * Everything that is wrong, each in a sentence; empty if all is well.
   *
   * @param tar the packed tree
   * @param artefacts packages that came beside the lock
   * @param budgetMib most that all files together may hold
   */
  public static List<String> problems(Path tar, Lock lock, int artefacts, int budgetMib)
      throws IOException {
    TreeCheck check = new TreeCheck(Tree.read(tar));
    check.packages(lock, artefacts);
    check.passwords();
    check.users();
    check.keys();
    check.modes();
    check.budget(budgetMib);
    return check.problems;
  }

  private void packages(Lock lock, int artefacts) {
    Map<String, String> installed = installed();
    int extra = installed.size();
    for (LockedPackage locked : lock.packages()) {
      String version = installed.get(locked.name());
      if (version == null) {
        problems.add("package '%s' of the lock is not installed".formatted(locked.name()));
        continue;
      }
      extra--;
      if (!version.equals(locked.version().text())) {
        problems.add(
            "package '%s' is installed in version %s, the lock has %s"
                .formatted(locked.name(), version, locked.version()));
      }
    }
    if (extra > artefacts) {
      problems.add(
          "%s packages are installed beside the lock, with %s artefacts"
              .formatted(extra, artefacts));
    }
  }

  private Map<String, String> installed() {
    Map<String, String> installed = new TreeMap<>();
    List<String> lines = tree.text(Tree.STATUS).orElse("").lines().toList();
    for (Map<String, String> fields : Deb822.records(lines)) {
      if (fields.getOrDefault("Status", "").endsWith(" installed")) {
        installed.put(
            fields.getOrDefault("Package", "?"), fields.getOrDefault("Version", "no version"));
      }
    }
    return installed;
  }

  private void passwords() {
    for (String line : tree.text(Tree.SHADOW).orElse("").split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > 1 && !LOCKED.matcher(fields[1]).matches()) {
        problems.add(
            "user '%s' %s; users of a machine cannot log in: lock it, passwd --lock %s"
                .formatted(
                    fields[0],
                    fields[1].isEmpty() ? "needs no password" : "has a password",
                    fields[0]));
      }
    }
  }

  private void users() {
    for (String line : tree.text(Tree.PASSWD).orElse("").split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].equals("0") && !fields[0].equals("root")) {
        problems.add("user '%s' is root by another name".formatted(fields[0]));
      }
      // Without the package passwd, nothing is moved to the file that root alone reads.
      boolean shut =
          fields.length < 3 || fields[1].equals("x") || LOCKED.matcher(fields[1]).matches();
      if (!shut) {
        problems.add("user '%s' has a password that everybody can read".formatted(fields[0]));
      }
    }
  }

  private void keys() {
    for (String key : tree.keys()) {
      problems.add(
          "'%s' holds a private key, which all machines of the image would share; make it when the"
                  .formatted(key)
              + " machine starts");
    }
    for (Tree.Entry entry : tree.files()) {
      if (LOGIN_KEYS.matcher(entry.path()).matches() && !tree.keys().contains(entry.path())) {
        problems.add("'%s' lets somebody log in".formatted(entry.path()));
      }
    }
  }

  private void modes() {
    for (Tree.Entry entry : tree.files()) {
      if (entry.setsId() && !tree.packaged().contains(entry.path())) {
        problems.add(
            "'%s' runs as its owner or group whoever starts it, and no package brought it"
                .formatted(entry.path()));
      }
      if (entry.open()) {
        problems.add("'%s' can be changed by everybody".formatted(entry.path()));
      }
    }
  }

  private void budget(int budgetMib) {
    long bytes = tree.files().stream().mapToLong(Tree.Entry::size).sum();
    if (bytes > budgetMib * MIB) {
      problems.add(
          "the files hold %s MiB, the recipe's budget is %s; leave something out, or raise it"
              .formatted((bytes + MIB - 1) / MIB, budgetMib));
    }
  }
}
