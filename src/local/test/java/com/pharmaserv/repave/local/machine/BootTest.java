package com.pharmaserv.repave.local.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pharmaserv.repave.local.image.StoredImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which units of an image a local machine runs, in which order, and as what. */
class BootTest {
  private static final String APP = "[Service]\nExecStart=\"/usr/bin/app\" \"it's\"\nUser=app\n";
  private static final String SERVE =
      "serve 8443 '0022' '/' 'app' '' -- '/usr/bin/app' 'it'\\''s'\n";

  @TempDir Path folder;
  private Path tree;

  @BeforeEach
  void image() throws IOException {
    tree = Files.createDirectory(folder.resolve("tree"));
    unit("usr/lib", "repave-app.service", APP);
  }

  private void unit(String below, String name, String text) throws IOException {
    Path file = tree.resolve(below).resolve("systemd/system").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void once(String name, String more) throws IOException {
    unit("etc", name, "[Unit]\n" + more + "\n[Service]\nType=oneshot\nExecStart=/bin/" + name);
  }

  private static String ran(String name) {
    return "once '%s' must '0022' '/' '' '' -- '/bin/%s'\n".formatted(name, name);
  }

  private String script(String... units) throws IOException {
    return Boot.script(tree, new StoredImage.Root("repave-app.service", List.of(units)));
  }

  @Test
  void runsTheCommandAsItsUserWithItsWords() throws IOException {
    assertThat(script()).isEqualTo(SERVE);
  }

  @Test
  void runsEnabledUnitsThatRunOnceAndNamesTheOthers() throws IOException {
    once("a.service", "");
    unit("etc", "b.service", "[Service]\nExecStart=/bin/b");
    assertThat(script("a.service", "b.service", "c.timer", "multi-user.target"))
        .isEqualTo("say 'not started here: b.service, c.timer'\n" + ran("a.service") + SERVE);
  }

  @Test
  void keepsTheOrderOfTheRecipeUnlessUnitsSayOtherwise() throws IOException {
    once("a.service", "After=c.service");
    once("b.service", "");
    once("c.service", "");
    once("d.service", "Before=b.service");
    assertThat(script("a.service", "b.service", "c.service", "d.service"))
        .isEqualTo(
            ran("c.service") + ran("a.service") + ran("d.service") + ran("b.service") + SERVE);
  }

  @Test
  void aCircleIsCut() throws IOException {
    once("a.service", "After=b.service");
    once("b.service", "After=a.service");
    assertThat(script("a.service", "b.service"))
        .isEqualTo(ran("a.service") + ran("b.service") + SERVE);
  }

  @Test
  void followsWhatTheServiceAsksFor() throws IOException {
    once("wanted.service", "Requires=deep.service\nAfter=deep.service");
    once("deep.service", "");
    once("linked.service", "");
    unit("usr/lib", "repave-app.service", "[Unit]\nWants=wanted.service gone.service\n" + APP);
    Path requires = tree.resolve("etc/systemd/system/repave-app.service.requires");
    Files.createDirectories(requires);
    Files.createSymbolicLink(
        requires.resolve("linked.service"), Path.of("/etc/systemd/system/linked.service"));
    assertThat(script())
        .isEqualTo(ran("deep.service") + ran("wanted.service") + ran("linked.service") + SERVE);
  }

  @Test
  void makesFoldersAndVariables() throws IOException {
    unit(
        "etc",
        "a.service",
        """
        [Service]
        Type=oneshot
        User=u
        Group=g
        RuntimeDirectory=x y
        RuntimeDirectoryMode=0700
        Environment=A=1 "B=2 3"
        UMask=0077
        WorkingDirectory=/srv
        ExecStartPre=+/bin/pre
        ExecStart=-/bin/a $A
        """);
    assertThat(script("a.service"))
        .isEqualTo(
            """
            folder '/run/x' '0700' 'u' 'g'
            folder '/run/y' '0700' 'u' 'g'
            once 'a.service' must '0077' '/srv' '' '' VARIABLES -- '/bin/pre'
            once 'a.service' may '0077' '/srv' 'u' 'g' VARIABLES -- '/bin/a' '1'
            """
                    .replace("VARIABLES", "'A=1' 'B=2 3' 'RUNTIME_DIRECTORY=/run/x:/run/y'")
                + SERVE);
  }

  @Test
  void dropInsCountAndMaskedUnitsDoNot() throws IOException {
    unit("etc", "repave-app.service.d/user.conf", "[Service]\nUser=\n");
    once("a.service", "");
    Path masked = tree.resolve("etc/systemd/system/a.service");
    Files.delete(masked);
    Files.createSymbolicLink(masked, Path.of("/dev/null"));
    assertThat(script("a.service"))
        .isEqualTo("say 'not started here: a.service'\n" + SERVE.replace("'app' ''", "'' ''"));
  }

  @Test
  void refusesWhatIsNotDoneHere() throws IOException {
    unit("etc", "a.service", "[Service]\nType=oneshot\nEnvironmentFile=/etc/x\nExecStart=/bin/a");
    assertThatThrownBy(() -> script("a.service"))
        .hasMessageContaining(
            "unit 'a.service' has 'EnvironmentFile=', which local machines do not");
    once("b.service", "ConditionPathExists=/x");
    assertThatThrownBy(() -> script("b.service")).hasMessageContaining("'ConditionPathExists='");
    unit("usr/lib", "repave-app.service", APP + "ExecStart=/bin/two\n");
    assertThatThrownBy(() -> script()).hasMessageContaining("not exactly one command");
  }

  @Test
  void readsNothingOutsideOfTheTree() throws IOException {
    Path outside = Files.writeString(folder.resolve("secret"), "[Service]\nExecStart=/bin/a\n");
    Path link = tree.resolve("usr/lib/systemd/system/repave-app.service");
    Files.delete(link);
    Files.createSymbolicLink(link, outside);
    assertThatThrownBy(() -> script()).hasMessageContaining("which is not there");
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../../../../../secret"));
    assertThatThrownBy(() -> script()).hasMessageContaining("is no file of the image");
    Files.delete(link);
    assertThatThrownBy(() -> script()).hasMessage("unit 'repave-app.service' is not in the image");
  }
}
