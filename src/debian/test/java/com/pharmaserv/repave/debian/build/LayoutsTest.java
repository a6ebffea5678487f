package com.pharmaserv.repave.debian.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.debian.archive.Host;
import com.pharmaserv.repave.debian.layout.Kind;
import com.pharmaserv.repave.debian.layout.Layout;
import com.pharmaserv.repave.debian.layout.LayoutException;
import com.pharmaserv.repave.debian.layout.Place;
import com.pharmaserv.repave.debian.layout.Runs;
import com.pharmaserv.repave.debian.layout.Tars;
import com.pharmaserv.repave.debian.lock.DebianVersion;
import com.pharmaserv.repave.debian.lock.Lock;
import com.pharmaserv.repave.debian.lock.LockedPackage;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.model.Recipe;
import com.pharmaserv.repave.port.Baker.BakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayoutsTest {
  @TempDir Path home;
  private Source source;
  private DiskBaker disks;

  @BeforeEach
  void lock() throws Exception {
    Path folder = Files.createDirectories(home.resolve("images/small"));
    source = new Source(recipe(), folder);
    disks =
        new DiskBaker(
            home,
            new Host(Map.of()),
            name -> {
              throw new BakeException("no recipe '" + name + "'");
            },
            new PaperShelf(home.resolve("papers")),
            Clock.systemUTC());
    Locksmith.write(lock("small", List.of("udev")), source.lock());
    Locksmith.write(lock(Workshop.NAME, Workshop.PACKAGES), folder.resolveSibling(Workshop.LOCK));
  }

  private static Lock lock(String image, List<String> wanted) {
    Instant at = Instant.parse("2026-11-28T20:14:35Z");
    String hash = "0123456789abcdef".repeat(4);
    return new Lock(
        image,
        at,
        wanted,
        List.of(new Lock.Archive("http://deb.debian.org/debian", "trixie", at, hash)),
        List.of(
            new LockedPackage(
                "udev",
                new DebianVersion("257.1-1"),
                "amd64",
                "trixie",
                1000,
                hash,
                new LockedPackage.Source("systemd", new DebianVersion("257.1-1")),
                "pool/main/s/systemd/udev_257.1-1_amd64.deb")));
  }

  private static Layout layout(String... files) {
    return new Layout(
        List.of(files).stream().map(f -> new Place(Kind.FILE, Runs.of(1), f)).toList());
  }

  private ImageId id() throws BakeException {
    return disks.pin(source).id();
  }

  @Test
  void anotherLayoutIsAnotherImage() throws Exception {
    ImageId without = id();
    Layouts.write(layout("a", "b"), source.layout());
    ImageId with = id();
    Layouts.write(layout("b", "a"), source.layout());
    ImageId other = id();
    assertThat(List.of(without, with, other)).doesNotHaveDuplicates();
    Layouts.write(layout("a", "b"), source.layout());
    assertThat(id()).isEqualTo(with);
    Files.delete(source.layout());
    assertThat(id()).isEqualTo(without);
  }

  @Test
  void aLayoutThatCannotBeReadStopsTheBakeWithFileAndLine() throws Exception {
    Files.writeString(source.layout(), "format 1\nf x a\n");
    assertThatThrownBy(this::id)
        .isInstanceOf(BakeException.class)
        .hasMessage(source.layout() + ":2: blocks 'x' are not numbers");
    Files.write(source.layout(), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(this::id)
        .isInstanceOf(BakeException.class)
        .hasMessage(source.layout() + ": is no text; write it anew");
  }

  @Test
  void withoutABakeItSaysWhatToDo() {
    assertThatThrownBy(() -> new Layouts(disks).compare(source))
        .isInstanceOf(LayoutException.class)
        .hasMessage(
            source.file()
                + ": was not baked on this machine with its lock yet; bake it: repave bake small");
  }

  @Test
  void takesTheTreeOfTheBakeAndKeepsThePlacesThatAreThere() throws Exception {
    bakedTree(new Tars().file("a", 5_000, 1).file("b", 100, 2));
    Layouts.Comparison first = new Layouts(disks).compare(source);
    assertThat(first.before()).isEmpty();
    assertThat(first.unchanged()).isFalse();
    assertThat(first.now().places())
        .containsExactly(
            new Place(Kind.FILE, Runs.of(2), "a"), new Place(Kind.FILE, Runs.of(1), "b"));
    Layouts.write(first.now(), first.file());
    assertThat(new Layouts(disks).compare(source).unchanged()).isTrue();
    bakedTree(new Tars().file("a", 9_000, 1).file("b", 200, 2));
    Layouts.Comparison second = new Layouts(disks).compare(source);
    assertThat(second.before()).contains(first.now());
    assertThat(second.now().places())
        .startsWith(first.now().places().toArray(new Place[0]))
        .endsWith(new Place(Kind.FILE, Runs.of(3), "a"))
        .hasSize(3);
    assertThat(second.plan().fillerBlocks()).isEqualTo(2);
  }

  @Test
  void aTreeThatCannotBeReadIsNamed() throws Exception {
    Path tree = bakedTree(new Tars());
    Files.writeString(tree, "no tar".repeat(1_000));
    assertThatThrownBy(() -> new Layouts(disks).compare(source))
        .isInstanceOf(LayoutException.class)
        .hasMessageContaining("image.yaml: cannot read what was baked");
  }

  private Path bakedTree(Tars tree) throws IOException, BakeException {
    Path tar = disks.treeAt(disks.pin(source));
    Files.createDirectories(tar.getParent());
    tree.pack(tar);
    return tar;
  }

  private static Recipe recipe() {
    return new Recipe(
        "small",
        "small",
        "1",
        Workshop.BASE,
        List.of(),
        List.of("udev"),
        List.of(),
        List.of("/usr/bin/true"),
        new Recipe.HealthCheck("/health", Duration.ofSeconds(5), Duration.ofSeconds(2)),
        List.of(),
        "tests",
        new Recipe.Machine(
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Recipe.Machine.BUDGET_MIB,
            1));
  }
}
