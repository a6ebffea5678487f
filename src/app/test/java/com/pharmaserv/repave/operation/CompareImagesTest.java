package com.pharmaserv.repave.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.pharmaserv.repave.debian.build.DiskComparer;
import com.pharmaserv.repave.debian.paper.Paper;
import com.pharmaserv.repave.debian.paper.PaperShelf;
import com.pharmaserv.repave.debian.proof.LocalSigner;
import com.pharmaserv.repave.model.Channel;
import com.pharmaserv.repave.model.Image;
import com.pharmaserv.repave.model.ImageId;
import com.pharmaserv.repave.operation.ImageComparison.DiskComparison;
import com.pharmaserv.repave.operation.ImageComparison.FileChange;
import com.pharmaserv.repave.operation.ImageComparison.Turned;
import com.pharmaserv.repave.port.Images;
import com.pharmaserv.repave.report.ChangesText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareImagesTest {
  private static final ImageId A = new ImageId("base", "a".repeat(64));
  private static final ImageId B = new ImageId("base", "b".repeat(64));

  @TempDir Path home;

  private PaperShelf shelf;
  private PaperPile from;
  private PaperPile to;

  @BeforeEach
  void make() {
    shelf = new PaperShelf(home.resolve("papers"));
    from = new PaperPile(A, "3.5.8-1");
    to = new PaperPile(B, "3.5.8-1");
  }

  private ImageComparison compared() throws Exception {
    LocalSigner signer = LocalSigner.open(home.resolve("keys"));
    from.put(shelf, signer, "1");
    to.put(shelf, signer, "2");
    return compare();
  }

  private ImageComparison compare() throws Exception {
    return new CompareImages(
            new Known(List.of(from.image(), to.image())),
            new DiskComparer(home, shelf, Optional.empty()))
        .compare("base@aa", "base@bb");
  }

  @Test
  void oneByteOfOneFileIsNamed() throws Exception {
    to.file("etc/hosts", 0644, "localhosT");
    ImageComparison comparison = compared();
    DiskComparison disks = comparison.disks().orElseThrow();
    assertThat(disks.files()).extracting(FileChange::path).containsExactly("etc/hosts");
    assertThat(ChangesText.of(comparison, false))
        .anyMatch(line -> line.startsWith("  changed etc/hosts (content: "));
  }

  @Test
  void everythingElseIsToldByItself() throws Exception {
    to.file("usr/bin/su", 0755, "su")
        .without("etc/hosts")
        .link("etc/systemd/system/multi-user.target.wants/app.service", "/x/app.service")
        .listens("tcp 22")
        .block(1, "new");
    DiskComparison disks = compared().disks().orElseThrow();
    assertThat(disks.privileges())
        .containsExactly(new Turned("usr/bin/su", Optional.of("setuid 0"), Optional.empty()));
    assertThat(disks.units())
        .containsExactly(
            new Turned("app.service", Optional.of("not enabled"), Optional.of("enabled")));
    assertThat(disks.portsOpened()).containsExactly("tcp 22");
    assertThat(disks.blocks().uploadBytes()).isEqualTo(524_288);
    assertThat(Difference.Counts.of(disks).lines())
        .containsExactly(
            "1 file changed",
            "1 file added",
            "1 file removed",
            "1 program with other rights",
            "1 unit turned on or off",
            "1 port opened",
            "1 block of the disk, 1 MiB");
  }

  @Test
  void aPackageWhoseChangelogIsNotKeptLeavesAGapAndNoGuess() throws Exception {
    to = new PaperPile(B, "3.5.9-1");
    DiskComparison disks = compared().disks().orElseThrow();
    assertThat(disks.repackaged())
        .containsExactly(
            new LockImages.Repackaged(
                "openssl",
                Optional.of("3.5.8-1"),
                Optional.of("3.5.9-1"),
                "trixie-security",
                true));
    assertThat(disks.fixes()).isEmpty();
    assertThat(disks.gaps())
        .singleElement()
        .asString()
        .contains("package 'openssl' 3.5.9-1 is not kept on this machine any more");
  }

  @Test
  void papersThatAreMissingAreNamedWithWhereTheyComeFrom() throws Exception {
    from.put(shelf, LocalSigner.open(home.resolve("keys")), "1");
    ImageComparison comparison = compare();
    assertThat(comparison.disks()).isEmpty();
    assertThat(comparison.withoutPapers())
        .singleElement()
        .asString()
        .contains("the papers of base@bbbbbbbbbbbb are not on this machine", "repave bake base");
  }

  @Test
  void papersThatWereChangedAreNotComparedWith() throws Exception {
    compared();
    Files.writeString(shelf.folder(B).resolve(Paper.CONTENTS.file()), "repave-contents-1\n");
    ImageComparison comparison = compare();
    assertThat(comparison.disks()).isEmpty();
    assertThat(ChangesText.of(comparison, false))
        .anyMatch(
            line -> line.startsWith("only locks: ") && line.contains("is not what was signed"));
  }

  @Test
  void theSameIsNoDifference() throws Exception {
    assertThat(ChangesText.of(compared(), false)).containsExactly("no difference");
  }

  @Test
  void moreThanFitsIsCountedUnlessAllIsAskedFor() throws Exception {
    for (int i = 0; i < 30; i++) {
      to.file("usr/share/%s".formatted(i), 0644, "x");
    }
    ImageComparison comparison = compared();
    assertThat(ChangesText.of(comparison, false)).contains("  and 10 more: --all");
    assertThat(ChangesText.of(comparison, true))
        .hasSize(2 + 30)
        .doesNotContain("  and 10 more: --all");
  }

  @Test
  void whatIsComparedHasOneName() throws Exception {
    String first = compared().disks().orElseThrow().compared();
    assertThat(compared().disks().orElseThrow().compared()).isEqualTo(first);
    to.listens("tcp 22");
    assertThat(compared().disks().orElseThrow().compared()).isNotEqualTo(first);
  }

  @Test
  void whoApprovesIsToldInOneLine() throws Exception {
    to.file("etc/hosts", 0644, "localhosT");
    String compared = compared().disks().orElseThrow().compared();
    Difference difference =
        Difference.between(
                new Known(List.of(from.image(), to.image())),
                new DiskComparer(home, shelf, Optional.empty()),
                Optional.of(A),
                B)
            .orElseThrow();
    assertThat(difference.line())
        .isEqualTo(
            "against base@aaaaaaaaaaaa: 1 file changed; compared " + compared.substring(0, 12));
  }

  /** A catalogue of these. */
  record Known(List<Image> list) implements Images {
    @Override
    public void block(ImageId image, String reason, String by) {
      throw new AssertionError("nothing is blocked here");
    }

    @Override
    public void release(ImageId image, Channel to, String reason, String by) {
      throw new AssertionError("nothing is released here");
    }

    @Override
    public void unblock(ImageId image) {
      throw new AssertionError("nothing is blocked here");
    }
  }
}
