package com.pharmaserv.repave.debian.build;

import com.pharmaserv.repave.bake.Canonical;
import com.pharmaserv.repave.bake.Sha256;
import com.pharmaserv.repave.bake.Shell;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.boot.Findings;
import com.pharmaserv.repave.debian.boot.LiveCheck;
import com.pharmaserv.repave.debian.check.TreeCheck;
import com.pharmaserv.repave.debian.layout.Layout;
import com.pharmaserv.repave.debian.layout.LayoutException;
import com.pharmaserv.repave.debian.layout.LayoutText;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.debian.lock.LockText;
import com.pharmaserv.repave.debian.paper.Observed;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.debian.proof.ProofException;
import com.pharmaserv.repave.debian.proof.Signer;
import com.pharmaserv.repave.debian.proof.VaultSigner;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.port.Baker;
import com.pharmaserv.repave.port.Baker.BakeException;
import com.pharmaserv.repave.port.Baker.Says;
import com.pharmaserv.repave.port.ProviderException;
import com.pharmaserv.repave.port.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Bakes disks from locked packages: the same recipe and lock give the same bytes anywhere. */
public final class DiskBaker {
  private final Path home;
  private final Host host;
  private final Blueprint.Shelf shelf;
  private final PackageStore store;
  private final Papers papers;
  private final Clock clock;

  /**
   * Prepares.
   *
   * @param home where packages, the workshop, finished steps and papers are kept
   * @param papers where those of all images are kept
   * @param clock for the times of a bake in its statement; no byte of the disk depends on it
   */
  public DiskBaker(Path home, Host host, Blueprint.Shelf shelf, PaperShelf papers, Clock clock) {
    this.home = home;
    this.host = host;
    this.shelf = shelf;
    this.clock = clock;
    this.store = new PackageStore(home.resolve("packages"));
    this.papers = new Papers(papers, clock);
  }

  /**
   * A recipe with every input pinned.
   *
   * @param layout the order in which its disk is filled, if it has one
   */
  public record Pinned(
      Blueprint blueprint,
      Lock lock,
      Lock workshop,
      Optional<Layout> layout,
      Baker.Resolved resolved) {
    public ImageId id() {
      return resolved.image();
    }
  }

  /**
   * A disk that was made and started.
   *
   * @param tree what it was made of, packed
   * @param papers folder with what it is, and the signed statement of its bake
   */
  public record Baked(Path disk, Path tree, Findings findings, Path papers) {}

  /** What the recipe and its lock come to; changes nothing. */
  public Pinned pin(Source source) throws BakeException {
    Blueprint blueprint = Blueprint.of(source, shelf);
    Lock lock = lock(Locksmith.Wanted.of(blueprint));
    Lock workshop = lock(Locksmith.Wanted.workshop(source.folder().resolveSibling(Workshop.LOCK)));
    Optional<Layout> layout = layout(source.layout());
    SortedMap<String, String> entries = new TreeMap<>();
    entries.put("base " + blueprint.base().text(), lock.at().toString());
    lock.packages().forEach(p -> entries.put("package " + p.name(), p.version().text()));
    blueprint.inputs().forEach((to, input) -> entries.put("file " + to, input.lock()));
    layout.ifPresent(l -> entries.put("layout", LayoutText.digest(l)));
    try {
      String digest =
          Sha256.of(
              blueprint.text()
                  + Canonical.text(blueprint.recipe(), entries)
                  + LockText.write(lock)
                  + LockText.digest(workshop)
                  + Scripts.digest());
      ImageId id = new ImageId(source.recipe().name(), digest);
      return new Pinned(blueprint, lock, workshop, layout, new Baker.Resolved(id, entries));
    } catch (IOException e) {
      throw new BakeException("%s: %s".formatted(source.file(), e));
    }
  }

  /** Where the keys are that sign on this machine, or their public halves. */
  public static Path keysIn(Path home) {
    return home.resolve("keys");
  }

  /** A signer with a provider's key. */
  Signer signer(SigningKey key, Says says) throws ProviderException, BakeException {
    try {
      Signer signer = VaultSigner.open(key, keysIn(home));
      says.line(
          "its papers are signed with key %s (%s), whose public half lies in '%s'"
              .formatted(key.name(), signer.publicKey().shortId(), keysIn(home)));
      return signer;
    } catch (ProofException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Makes the disk, looks into it, starts it, and lets it run its checks.
   *
   * @param signer of its papers; without one this machine signs with its own key
   */
  public Baked bake(Pinned pinned, Optional<Signer> signer, Says says) throws BakeException {
    try {
      requireTools(host);
      Instant started = clock.instant();
      Blueprint blueprint = pinned.blueprint();
      Lock lock = pinned.lock();
      Path tools =
          new Workshop(home.resolve("workshop"), store, host).ready(pinned.workshop(), says);
      store.fetch(Repository.wanted(lock, blueprint.artefacts()), says);
      Steps steps = steps(pinned, tools, says);
      Steps.Made packages = steps.packages(blueprint, lock);
      Steps.Made tree = steps.tree(blueprint, lock, packages);
      require(blueprint, lock, tree.file(Steps.TREE), says);
      Steps.Made disk = steps.disk(blueprint, lock, tree, pinned.layout());
      Findings findings =
          new LiveCheck(host, home.resolve("live"), says)
              .run(disk.file("disk.raw"), blueprint.recipe().health());
      Verdicts.require(blueprint, findings, says);
      Path raw = disk.file("disk.raw");
      Path kept =
          papers.write(
              new Papers.Made(
                  pinned.id(),
                  lock,
                  LockText.digest(pinned.workshop()),
                  pinned.layout().map(LayoutText::digest),
                  tree.file(Steps.TREE),
                  raw,
                  Observed.of(findings),
                  started),
              signer.isPresent() ? signer.get() : LocalSigner.open(keysIn(home)),
              says);
      return new Baked(raw, tree.file(Steps.TREE), findings, kept);
    } catch (LockException | ProofException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new BakeException(
          "%s: the bake failed: %s; free space in '%s' and bake again, it goes on where it was"
              .formatted(pinned.blueprint().last().file(), e, home));
    }
  }

  /** Where the packed tree of a bake with the same recipe and lock is, if there was one. */
  Path treeAt(Pinned pinned) throws IOException {
    return steps(pinned, home, line -> {}).treeAt(pinned.blueprint(), pinned.lock());
  }

  private Steps steps(Pinned pinned, Path tools, Says says) {
    return new Steps(
        home.resolve("steps"), store, tools, LockText.digest(pinned.workshop()), host, says);
  }

  /** Everything that a bake calls on this machine; the rest is in the workshop. */
  static void requireTools(Host host) throws LockException {
    host.require(
        "bake on Debian packages",
        Host.Need.MMDEBSTRAP,
        Host.Need.UNSHARE,
        Host.Need.QEMU,
        Host.Need.FIRMWARE);
    if (!Shell.root()) {
      host.require("bake without being root", Host.Need.NEWUIDMAP);
    }
  }

  private static Optional<Layout> layout(Path file) throws BakeException {
    try {
      return Layouts.read(file);
    } catch (LayoutException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }

  private static Lock lock(Locksmith.Wanted wanted) throws BakeException {
    try {
      Lock lock =
          Locksmith.read(wanted.file())
              .orElseThrow(
                  () ->
                      new BakeException(
                          "%s: there is no lock '%s'; make it: repave images lock %s"
                              .formatted(wanted.recipe(), wanted.file(), wanted.image())));
      List<String> asked = wanted.packages().stream().sorted().distinct().toList();
      if (!lock.wanted().equals(asked)) {
        throw new BakeException(
            "%s: wants other packages than when it was locked; lock anew: repave images lock %s"
                .formatted(wanted.recipe(), wanted.image()));
      }
      return lock;
    } catch (LockException e) {
      throw new BakeException(String.valueOf(e.getMessage()));
    }
  }

  private static void require(Blueprint blueprint, Lock lock, Path tree, Says says)
      throws BakeException, IOException {
    says.line("looking into the tree");
    long artefacts = blueprint.artefacts().stream().filter(a -> a.to().isEmpty()).count();
    List<String> problems =
        TreeCheck.problems(tree, lock, (int) artefacts, blueprint.machine().budgetMib());
    if (!problems.isEmpty()) {
      String file = blueprint.last().file();
      throw new BakeException(file + ": " + String.join("\n" + file + ": ", problems));
    }
  }
}
