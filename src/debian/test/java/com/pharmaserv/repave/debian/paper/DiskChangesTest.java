package com.pharmaserv.repave.debian.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.pharmaserv.repave.debian.paper.DiskChanges.Turned;
import com.pharmaserv.repave.debian.paper.FileChange.Aspect;
import com.pharmaserv.repave.debian.paper.FileChange.How;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskChangesTest {
  private static final String RAW = "0100000200200000" + "0".repeat(24);

  @TempDir Path folder;

  private static Trees tree() {
    return new Trees()
        .file("etc/hosts", 0644, "127.0.0.1 localhost\n")
        .file("usr/bin/su", 04755, "su")
        .link("bin", "usr/bin");
  }

  private List<FileChange> files(Trees to) throws IOException {
    return FileChange.between(tree().contents(folder), to.contents(folder));
  }

  @Test
  void oneByteOfOneFileIsNamed() throws IOException {
    List<FileChange> changes = files(tree().file("etc/hosts", 0644, "127.0.0.1 localhosT\n"));
    assertThat(changes).extracting(FileChange::path).containsExactly("etc/hosts");
    assertThat(changes.get(0).how()).isEqualTo(How.CHANGED);
    assertThat(changes.get(0).aspects()).extracting(Aspect::what).containsExactly("content");
  }

  @Test
  void modeOwnerLinkAndAttributesAreToldApart() throws IOException {
    Trees to =
        tree()
            .owned("etc/hosts", 7, "127.0.0.1 localhost\n")
            .file("usr/bin/su", 0755, "su")
            .link("bin", "sbin");
    assertThat(files(to))
        .extracting(FileChange::path, change -> change.aspects().get(0))
        .containsExactly(
            tuple("bin", aspect("target", "usr/bin", "sbin")),
            tuple("etc/hosts", aspect("owner", "0:0", "7:0")),
            tuple("usr/bin/su", aspect("mode", "4755", "0755")));
    assertThat(files(tree().capable("usr/bin/ping", RAW)).get(0).aspects())
        .containsExactly(new Aspect("kind", Optional.empty(), Optional.of("file of 7 bytes")));
    Contents with = tree().capable("usr/bin/ping", RAW).contents(folder);
    Contents without = tree().file("usr/bin/ping", 0755, "program").contents(folder);
    assertThat(FileChange.between(with, without).get(0).aspects())
        .containsExactly(
            new Aspect("attribute security.capability", Optional.of(RAW), Optional.empty()));
  }

  @Test
  void aFileThatBecomesALinkSaysSo() throws IOException {
    assertThat(files(tree().link("etc/hosts", "/run/hosts")).get(0).aspects())
        .contains(aspect("kind", "file of 20 bytes", "link to /run/hosts"));
  }

  @Test
  void whatGivesRightsStandsByItself() throws IOException {
    PaperFixture from = new PaperFixture(folder.resolve("from"));
    PaperFixture to = new PaperFixture(folder.resolve("to"));
    DiskChanges changes =
        DiskChanges.between(
            from.tree(tree()).papers(),
            to.tree(
                    new Trees()
                        .file("etc/hosts", 0644, "127.0.0.1 localhost\n")
                        .file("usr/bin/su", 0755, "su")
                        .capable("usr/bin/ping", RAW)
                        .link("etc/systemd/system/nginx.service", "/dev/null")
                        .link("bin", "usr/bin"))
                .papers());
    assertThat(changes.privileges())
        .containsExactly(
            new Turned("usr/bin/ping", "", "cap_net_raw=ep"),
            new Turned("usr/bin/su", "setuid 0", ""));
    assertThat(changes.units())
        .containsExactly(new Turned("nginx.service", "not enabled", "masked"));
  }

  @Test
  void portsAndBlocksAreCompared() throws IOException {
    DiskChanges changes =
        DiskChanges.between(
            new PaperFixture(folder.resolve("a"))
                .listening("tcp 8443", "udp 68")
                .disk("one", "two", "")
                .papers(),
            new PaperFixture(folder.resolve("b"))
                .listening("tcp 22", "tcp 8443")
                .disk("one", "", "three")
                .papers());
    assertThat(changes.opened()).containsExactly("tcp 22");
    assertThat(changes.closed()).containsExactly("udp 68");
    assertThat(changes.blocks().changed()).containsExactly(2);
    assertThat(changes.blocks().emptied()).containsExactly(1);
    assertThat(changes.blocks().bytes()).isEqualTo(2L * 524_288);
  }

  @Test
  void theSameDiskHasNoChanges() throws IOException {
    ImagePapers papers = new PaperFixture(folder.resolve("a")).tree(tree()).papers();
    DiskChanges changes = DiskChanges.between(papers, papers);
    assertThat(changes.files()).isEmpty();
    assertThat(changes.packages()).isEmpty();
    assertThat(changes.privileges()).isEmpty();
    assertThat(changes.blocks().bytes()).isZero();
  }

  private static Aspect aspect(String what, String was, String is) {
    return new Aspect(what, Optional.of(was), Optional.of(is));
  }
}
