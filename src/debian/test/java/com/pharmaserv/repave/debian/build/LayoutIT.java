package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.bake.Blocks;
import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.archive.PackageStore;
import com.pharmaserv.repave.debian.layout.Layout;
import com.pharmaserv.repave.debian.layout.PackedTree;
import com.pharmaserv.repave.debian.layout.Planner;
import com.pharmaserv.repave.debian.layout.Tars;
import com.pharmaserv.repave.debian.lock.LockException;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Disks of small trees, made with and without a layout by the workshop's own tools and judged by
 * them: e2fsck, and debugfs as a reader that knows nothing of the tree.
 */
@Tag("disks")
final class LayoutIT {
  private static final Host HOST = new Host(System.getenv());
  private static final String ID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  private static final Instant AT = Instant.parse("2026-11-28T20:14:35Z");

  /** Files that never change and stand behind all that does. */
  private static final int REST = 200;

  private static final int VERSIONS = 5;

  private static Path home;
  private static Path tools;

  private static final List<String> SAID = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException, LockException, BakeException {
    requireTools();
    // Under the build's folder and not /tmp, which may be small and in memory.
    Path target = Path.of("target").toAbsolutePath();
    Files.createDirectories(target);
    home = Files.createTempDirectory(target, "layouts");
    Locksmith.Wanted wanted = Locksmith.Wanted.workshop(home.resolve(Workshop.LOCK));
    PackageStore store = new PackageStore(home.resolve("packages"));
    tools =
        new Workshop(home.resolve("workshop"), store, HOST)
            .ready(new Locksmith(home, HOST, Optional.empty()).compare(wanted).now(), SAID::add);
  }

  private static void requireTools() throws LockException {
    try {
      HOST.require(
          "make disks", Host.Need.MMDEBSTRAP, Host.Need.APT, Host.Need.KEYRING, Host.Need.UNSHARE);
    } catch (LockException missing) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw missing;
      }
      Assumptions.abort(missing.getMessage());
    }
  }

  @AfterAll
  static void close() throws IOException, BakeException {
    if (home != null) {
      Apart.remove(HOST, home);
    }
  }

  /**
   * A disk and what the judge says.
   *
   * @param tree everything in its file system, without where it lies
   * @param places inode and blocks of every path
   */
  private record Made(Blocks blocks, List<String> tree, List<String> places) {}

  /** A disk to make: without a layout as it comes. */
  private record Job(Path tar, Optional<Layout> layout, Instant at) {}

  @Test
  void fiveVersionsOnOneLayoutAreTheSameTreesInFewBlocks() throws Exception {
    Tars tree = first();
    Layout layout = Layout.EMPTY;
    List<Job> naive = new ArrayList<>();
    List<Job> laid = new ArrayList<>();
    for (int version = 1; version <= VERSIONS; version++) {
      change(tree, version);
      Path tar = home.resolve("version-" + version + ".tar");
      tree.pack(tar);
      Instant at = AT.plusSeconds(86_400L * version);
      layout = version == 1 ? layout(tar, Layout.EMPTY) : layout;
      naive.add(new Job(tar, Optional.empty(), at));
      laid.add(new Job(tar, Optional.of(layout), at));
    }
    List<Job> jobs = new ArrayList<>(naive);
    jobs.addAll(laid);
    jobs.add(laid.get(2));
    List<Made> all = make(jobs);
    assertThat(all.get(2 * VERSIONS).blocks())
        .as("made twice")
        .isEqualTo(all.get(VERSIONS + 2).blocks());
    assertThat(all.get(VERSIONS).blocks())
        .as("the layout's own tree")
        .isEqualTo(all.get(0).blocks());
    for (int i = 0; i < VERSIONS; i++) {
      sameTree(i + 1, all.get(i), all.get(VERSIONS + i));
    }
    for (int i = 1; i < VERSIONS; i++) {
      int naively = all.get(i).blocks().since(all.get(i - 1).blocks()).puts().size();
      fewBlocks(i + 1, naively, all.get(VERSIONS + i - 1), all.get(VERSIONS + i));
    }
  }

  private static void sameTree(int version, Made naive, Made laid) {
    assertThat(only(laid.tree(), naive.tree())).as("version %s", version).isEmpty();
    assertThat(only(naive.tree(), laid.tree())).as("version %s", version).isEmpty();
  }

  private static void fewBlocks(int version, int naively, Made before, Made made) {
    int laid = made.blocks().since(before.blocks()).puts().size();
    assertThat(laid * 4)
        .as("version %s: %s blocks, naively %s", version, laid, naively)
        .isLessThan(naively);
    // Whatever comes and goes in the folder before them.
    assertThat(made.places().stream().filter(place -> place.contains("\"/rest/")).toList())
        .as("version %s: places of files that did not change", version)
        .hasSize(REST)
        .isSubsetOf(before.places());
  }

  @Test
  void aLayoutThatGrewMakesTheSameDisk() throws Exception {
    Tars tree = first();
    Path first = home.resolve("grown-1.tar");
    tree.pack(first);
    Layout layout = layout(first, Layout.EMPTY);
    Path second = home.resolve("grown-2.tar");
    change(change(tree, 2), 3).pack(second);
    Layout grown = layout(second, layout);
    List<Made> both =
        make(
            List.of(
                new Job(second, Optional.of(layout), AT), new Job(second, Optional.of(grown), AT)));
    assertThat(grown.places()).hasSizeGreaterThan(layout.places().size());
    assertThat(both.get(1).blocks()).isEqualTo(both.get(0).blocks());
  }

  /** Sixty megabytes; what changes stands at the beginning, so that all behind it would move. */
  private static Tars first() {
    Tars tree =
        new Tars()
            .folder("a")
            .file("a/libcrypto.so.3", 1_500_000, 1)
            .file("a/libssl.so.3", 200_000, 2)
            .file("a/same size", 20_000, 3)
            .file("a/shrinks", 300_000, 4)
            .file("a/goes", 100_000, 5)
            .file("a/holes", Tars.blocks("xx.x..xxxx..........x.x.x.x.x.x"))
            .folder("a/modules")
            .folder("a/modules/6.1")
            .folder("becomes-a-link")
            .file("becomes-a-link/one", 5_000, 6)
            .file("becomes-a-link/two", 9_000, 7)
            .symlink("becomes-a-link/three", "one")
            .folder("bin")
            .file("bin/ping", 90_000, 8)
            .special("bin/ping", 70_000, 0104755)
            .link("bin/ping4", "bin/ping")
            .symlink("bin/long", "x".repeat(200))
            .pipe("bin/pipe")
            .folder("odd")
            .file("odd/with space", 100, 9)
            .file("odd/back\\slash", 100, 9)
            .file("odd/ő", 100, 9)
            .file("odd/" + "long".repeat(63), 100, 9)
            .folder("rest")
            .folder("usr")
            .folder("usr/lib")
            .file("usr/lib/os-release", "ID=debian\n".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 200; i++) {
      tree.file("a/modules/6.1/" + module(i), 3_000, 1_000 + i);
    }
    for (int i = 0; i < REST; i++) {
      tree.file("rest/" + i, 250_000 + 100 * i, 2_000 + i);
    }
    return tree;
  }

  private static String module(int number) {
    return String.format(Locale.ROOT, "module-%04d.ko.xz", number);
  }

  private static Tars change(Tars tree, int version) {
    switch (version) {
      case 2 ->
          tree.file("a/libcrypto.so.3", 1_510_000, 21)
              .file("a/libssl.so.3", 208_000, 22)
              .file("a/same size", 20_000, 23)
              .folder("odd/quote\"")
              .file("odd/quote\"/x", 100, 10);
      case 3 ->
          tree.file("a/shrinks", 250_000, 31)
              .remove("a/goes")
              .remove("becomes-a-link")
              .symlink("becomes-a-link", "rest")
              .file("a/holes", Tars.blocks("xxxxxx"))
              .remove("odd/ő")
              .remove("bin/long");
      case 4 -> {
        tree.remove("a/modules/6.1").folder("a/modules/6.2");
        for (int i = 0; i < 300; i++) {
          tree.file("a/modules/6.2/" + module(i), 3_500, 4_000 + i);
        }
      }
      case 5 ->
          tree.file("bin/ping", 95_000, 51)
              .special("bin/ping", 70_000, 0104755)
              .link("bin/ping6", "bin/ping")
              .remove("odd")
              .folder("odd")
              .file("odd/a\"b", 5_000, 52)
              .remove("bin/pipe");
      default -> {}
    }
    return tree;
  }

  private static Layout layout(Path tar, Layout before) throws IOException {
    try (PackedTree tree = PackedTree.open(tar)) {
      return before.with(Planner.plan(before, tree.entries()), tree.entries());
    }
  }

  /** All in one room: to unpack the workshop takes longer than to make a small disk. */
  private static List<Made> make(List<Job> jobs) throws Exception {
    try (Room room = new Room(home.resolve("room"), tools, home.resolve("packages"), AT, HOST)) {
      Path work = room.work();
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        Path folder = Files.createDirectory(work.resolve("job-" + i));
        if (job.layout().isPresent()) {
          Layouts.lay(job.tar(), job.layout().get(), folder);
        } else {
          Files.createLink(folder.resolve(Steps.TREE), job.tar());
        }
        Files.writeString(folder.resolve("vmlinuz"), "a kernel");
        Files.writeString(folder.resolve("at"), Long.toString(job.at().getEpochSecond()));
      }
      Files.writeString(work.resolve("judge"), JUDGE);
      Files.writeString(work.resolve("jobs"), JOBS.formatted(jobs.size(), ID));
      List<String> said = new ArrayList<>();
      Apart.Ended ended = room.run("jobs", List.of(), said::add);
      assertThat(ended.good()).as("%s: %s", ended.text(), said).isTrue();
      List<Made> made = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        Path folder = work.resolve("made-" + i);
        made.add(
            new Made(
                Blocks.of(folder.resolve("disk.raw")),
                lines(folder.resolve("tree")),
                lines(folder.resolve("places"))));
      }
      return made;
    }
  }

  private static List<String> only(List<String> one, List<String> other) {
    List<String> only = new ArrayList<>(one);
    only.removeAll(new HashSet<>(other));
    return only;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
  }

  private static final String JOBS =
      """
      set -euo pipefail
      for ((i = 0; i < %s; i++)); do
        rm -rf /tmp/* /work/fillers
        mv "/work/job-$i"/* /work/
        SOURCE_DATE_EPOCH=$(cat /work/at) bash /work/disk 400 %s
        bash /work/judge
        mkdir "/work/made-$i"
        mv /work/disk.raw /work/tree /work/places "/work/made-$i"/
      done
      """;

  /**
   * Reads the root of the disk with debugfs: names, content, owners, modes, times, links and
   * attributes go to /work/tree; inode and blocks of each path to /work/places.
   */
  private static final String JUDGE =
      """
      set -euo pipefail
      dd if=/work/disk.raw of=/tmp/root.img bs=1M skip=65 count=334 conv=sparse status=none
      e2fsck -fn /tmp/root.img
      if grep -aq 'filler of repave' /work/disk.raw; then echo 'a filler remains'; exit 1; fi
      mkdir /tmp/out
      debugfs -R 'rdump / /tmp/out' /tmp/root.img
      cd /tmp/out
      find . -mindepth 1 -print0 | sort -z >/tmp/paths
      { find . -type f -print0 | sort -z | xargs -0 sha256sum
        find . -printf '%p %y %m %U %G %s %l\\n' | sort; } >/work/tree
      perl -0ne 'chomp; s/^\\.//; s/"/""/g; print "stat \\"$_\\"\\n"' /tmp/paths >/tmp/stats
      debugfs -f /tmp/stats /tmp/root.img >/tmp/said
      # The first path of an inode stands for it in all that does not say where it lies.
      perl -e 'open my $f, "<", "/tmp/said" or die; open my $t, ">>", "/work/tree" or die; open my $p, ">", "/work/places" or die;
        my ($path, $blocks, %first);
        while (<$f>) {
          if (/^debugfs: stat (.*)/) { $path = $1; next }
          if (/^Inode: (\\d+)\\s+(.*)/) { $first{$1} //= $path; print $t "$path is $first{$1} $2\\n"; print $p "$path $1"; next }
          if (/^(EXTENTS|BLOCKS):/) { $blocks = 1; next }
          if ($blocks) { $blocks = 0; print $p " $_"; next }
          next if /^Inode checksum/ || /^TOTAL/;
          print $t "$path $_";
        }'
      """;
}
